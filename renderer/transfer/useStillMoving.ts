import { useEffect, useState } from 'react';

/** News of bytes that move come several times a second; without any for so long, they do not move. */
const quietMilliseconds = 3_000;

/** @param told when the last news came, ms since 1970. @returns false once they have been missing: then no time left can be told. */
export function useStillMoving(told: number): boolean {
  const [silentSince, setSilentSince] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSilentSince(told), quietMilliseconds);
    return () => clearTimeout(timer);
  }, [told]);
  return silentSince !== told;
}
