import { useEffect } from 'react';
import { invoke } from '../ipc/index.ts';

/** The network came back: the chart is tried now, and not when the next pause is over. The main side itself does not hear of it. */
export function useWakeOnNetwork(): void {
  useEffect(() => {
    const wake = () => {
      // Whatever comes of it is shown where sync is; a window that is just being locked is answered `local.locked`.
      invoke('sync.now', undefined).catch(() => undefined);
    };
    window.addEventListener('online', wake);
    return () => window.removeEventListener('online', wake);
  }, []);
}
