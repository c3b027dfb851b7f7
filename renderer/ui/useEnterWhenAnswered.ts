import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * Enter takes the first of what was written, never of the list that still stands there: pressed before the list answers, it waits for it.
 * @param answered whether the list answers `written`. @returns what Enter does.
 */
export function useEnterWhenAnswered(written: string, answered: boolean, takeFirst: () => void): () => void {
  const entered = useRef<string | null>(null);
  const take = useEffectEvent(takeFirst);
  useEffect(() => {
    if (!answered || entered.current !== written) return;
    entered.current = null;
    take();
  }, [answered, written]);
  return () => {
    if (answered) takeFirst();
    else entered.current = written;
  };
}
