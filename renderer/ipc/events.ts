import { useEffect, useEffectEvent } from 'react';
import { z } from 'zod';
import { eventSchema, type LightboxEvent } from '../../shared/ipc/contract.ts';
import { bridge } from './bridge.ts';

const eventsSchema = z.array(eventSchema);

/** Hears what changed on the main side, in one list what happened together. @returns a function that ends it. */
export function subscribe(listener: (events: readonly LightboxEvent[]) => void): () => void {
  return bridge().subscribe((message) => {
    const events = eventsSchema.safeParse(message);
    if (events.success) listener(events.data);
  });
}

/** Calls `listener` for every event while the component is mounted. */
export function useLightboxEvent(listener: (event: LightboxEvent) => void): void {
  const heard = useEffectEvent(listener);
  useEffect(() => subscribe((events) => events.forEach((event) => heard(event))), []);
}
