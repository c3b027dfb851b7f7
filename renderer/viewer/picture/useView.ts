import { useCallback, useMemo, useState } from 'react';
import { centredView } from '../../../shared/geometry/centredView.ts';
import { fitToView } from '../../../shared/geometry/fitToView.ts';
import { panBy } from '../../../shared/geometry/panBy.ts';
import { rotateView } from '../../../shared/geometry/rotateView.ts';
import { screenPoint } from '../../../shared/geometry/spaces.ts';
import type { ScreenPoint } from '../../../shared/geometry/spaces.ts';
import type { Rotation, Size, ViewTransform } from '../../../shared/geometry/viewTransform.ts';
import { zoomAtPoint } from '../../../shared/geometry/zoomAtPoint.ts';

/** CSS pixels between the picture and the edge of the canvas when it is fitted. */
const fitMargin = 12;
const zoomStep = 1.25;

export interface View {
  readonly transform: ViewTransform;
  readonly fitted: boolean;
  readonly fit: () => void;
  /** One image pixel on one pixel of the screen. */
  readonly actual: () => void;
  readonly zoomBy: (factor: number, anchor?: ScreenPoint) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly rotate: (direction: 'left' | 'right') => void;
}

/** How the picture lies on the canvas. Fitted, it follows the size of the window; once moved, it stays where it was put. */
export function useView(image: Size | null, viewport: Size): View {
  const [free, setFree] = useState<ViewTransform | null>(null);
  const [rotation, setRotation] = useState<Rotation>(0);
  const { width, height } = image ?? viewport;
  const fitted = useMemo(() => fitToView({ width: Math.max(1, width), height: Math.max(1, height) }, viewport, rotation, fitMargin), [width, height, viewport, rotation]);
  const transform = free ?? fitted;
  const middle = screenPoint(viewport.width / 2, viewport.height / 2);

  const zoomBy = useCallback((factor: number, anchor?: ScreenPoint) => {
    setFree((now) => zoomAtPoint(now ?? fitted, anchor ?? screenPoint(viewport.width / 2, viewport.height / 2), factor));
  }, [fitted, viewport]);
  const pan = useCallback((dx: number, dy: number) => setFree((now) => panBy(now ?? fitted, dx, dy)), [fitted]);
  return {
    transform,
    fitted: free === null,
    fit: () => setFree(null),
    actual: () => setFree(centredView({ width, height }, viewport, 1 / window.devicePixelRatio, rotation)),
    zoomBy,
    zoomIn: () => zoomBy(zoomStep, middle),
    zoomOut: () => zoomBy(1 / zoomStep, middle),
    pan,
    rotate: (direction) => {
      const next = rotateView(transform, { width, height }, viewport, direction);
      setRotation(next.rotation);
      if (free !== null) setFree(next);
    },
  };
}
