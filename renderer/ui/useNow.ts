import { useSyncExternalStore } from 'react';

/** How often ages and "today" are looked at again, ms. */
const period = 30_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    tick();
    timer = setInterval(tick, period);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time for ages and for "today", in ms since 1970 UTC; the same for everything on screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
