import { useMemo } from 'react';
import type { PictureSize } from '../../../shared/geometry/viewTransform.ts';

/** How large the opened medium is and what shape its pixels have; the same object as long as that is the same. @returns null before it is open. */
export function usePictureSize(medium: PictureSize | null): PictureSize | null {
  const { width, height, pixelAspect } = medium ?? {};
  return useMemo(
    () => (width === undefined || height === undefined || pixelAspect === undefined ? null : { width, height, pixelAspect }),
    [width, height, pixelAspect],
  );
}
