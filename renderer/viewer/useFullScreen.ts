import { useEffect, useState } from 'react';

/** Esc always leaves it, whoever has the focus. */
export function useFullScreen(): { readonly full: boolean; readonly toggle: () => void } {
  const [full, setFull] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  return {
    full,
    // Refused (by the window manager, say) it stays as it is.
    toggle: () => void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => undefined),
  };
}
