import { useCallback, useMemo, useState } from 'react';
import { alignedToPixels } from '../../../shared/geometry/alignedToPixels.ts';
import { changeLooking, fitted, viewOf, type LookChange, type Looking } from '../../../shared/geometry/looking.ts';
import type { Reorientation } from '../../../shared/geometry/reorient.ts';
import type { ScreenPoint } from '../../../shared/geometry/spaces.ts';
import type { PictureSize, Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';

const zoomStep = 1.25;

export interface View {
  readonly transform: ViewTransform;
  readonly looking: Looking;
  readonly fitted: boolean;
  readonly fit: () => void;
  /** One image pixel on one pixel of the screen; of one that is not square, its shorter side. */
  readonly actual: () => void;
  /** CSS pixels per width of an image pixel; centred. */
  readonly scaleTo: (scale: number) => void;
  readonly zoomBy: (factor: number, anchor?: ScreenPoint) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly reorient: (change: Reorientation) => void;
}

/** How the picture lies on the canvas. Fitted, it follows the size of the window; once moved, its middle stays the middle. */
export function useView(image: PictureSize | null, viewport: Size, start: Looking = fitted): View {
  const [looking, setLooking] = useState(start);
  const { width, height, pixelAspect } = image ?? { ...viewport, pixelAspect: 1 };
  const size = useMemo(() => ({ width: Math.max(1, width), height: Math.max(1, height), pixelAspect }), [width, height, pixelAspect]);
  const transform = useMemo(() => alignedToPixels(viewOf(looking, size, viewport), window.devicePixelRatio), [looking, size, viewport]);
  const change = useCallback((what: LookChange) => setLooking((now) => changeLooking(now, what, size, viewport)), [size, viewport]);
  const zoomBy = useCallback((factor: number, anchor?: ScreenPoint) => change({ kind: 'zoom', factor, anchor: anchor ?? null }), [change]);
  return {
    transform,
    looking,
    fitted: looking.free === null,
    fit: () => change({ kind: 'fit' }),
    actual: () => change({ kind: 'scale', scale: 1 / (window.devicePixelRatio * Math.min(1, pixelAspect)) }),
    scaleTo: (scale) => change({ kind: 'scale', scale }),
    zoomBy,
    zoomIn: () => zoomBy(zoomStep),
    zoomOut: () => zoomBy(1 / zoomStep),
    pan: (dx, dy) => change({ kind: 'pan', dx, dy }),
    reorient: (how) => change({ kind: 'reorient', change: how }),
  };
}
