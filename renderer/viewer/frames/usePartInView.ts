import { useEffect, useRef } from 'react';
import { isEnough, partInView, regionFor, type NeededPart } from '../../../shared/frames/pictureParts.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import type { Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import type { PartPurpose } from './frameProtocol.ts';
import type { FramesState, PicturePart, ShowPart } from './useFrames.ts';

/**
 * Asks for what is seen of a picture in more detail than it was shown with, whenever how somebody looks at it needs another part.
 * @returns what there is of it; null: nothing, or nothing more is needed.
 */
export function usePartInView(frames: FramesState, showPart: ShowPart, view: ViewTransform, viewport: Size): PicturePart | null {
  const open = frames.phase === 'open' && frames.reducedTo !== null ? frames : null;
  const needed = open?.reducedTo === undefined || open.reducedTo === null ? null : partInView(view, viewport, open, { reducedTo: open.reducedTo, pixelRatio: window.devicePixelRatio });
  useAskedPart(frames, showPart, 'view', needed);
  return open?.parts.get('view') ?? null;
}

/** Asks for a part when the one asked for last is not enough any more. */
export function useAskedPart(frames: FramesState, showPart: ShowPart, purpose: PartPurpose, needed: NeededPart | null): void {
  const asked = useRef<{ readonly frame: number; readonly region: FrameRegion } | null>(null);
  const open = frames.phase === 'open' ? frames : null;
  const shown = open?.shown ?? null;
  const [width, height] = [open?.width ?? 1, open?.height ?? 1];
  useEffect(() => {
    if (shown === null) {
      asked.current = null;
    } else if (needed === null) {
      if (asked.current !== null) showPart(purpose, shown, null);
      asked.current = null;
    } else if (asked.current?.frame !== shown || !isEnough(asked.current.region, needed)) {
      asked.current = { frame: shown, region: regionFor(needed, { width, height }) };
      showPart(purpose, shown, asked.current.region);
    }
  });
}
