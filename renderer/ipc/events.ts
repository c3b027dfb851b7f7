import { useEffect, useEffectEvent } from 'react';
import { eventSchema, type LightboxEvent } from '../../shared/ipc/contract.ts';
import { bridge } from './bridge.ts';

/** Hears what changed on the main side. @returns a function that ends it. */
export function subscribe(listener: (event: LightboxEvent) => void): () => void {
  return bridge().subscribe((message) => {
    const event = eventSchema.safeParse(message);
    if (event.success) listener(event.data);
  });
}

/** Calls `listener` for every event while the component is mounted. */
export function useLightboxEvent(listener: (event: LightboxEvent) => void): void {
  const heard = useEffectEvent(listener);
  useEffect(() => subscribe((event) => heard(event)), []);
}
