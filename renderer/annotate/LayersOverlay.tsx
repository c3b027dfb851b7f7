import { useEffect, useRef } from 'react';
import { isLayerShown } from '../../shared/annotation/hitShape.ts';
import type { Layer } from '../../shared/annotation/layer.ts';
import type { Size, ViewTransform } from '../../shared/geometry/viewTransform.ts';
import { drawShape } from './drawShape.ts';

export interface LayersOverlayProps {
  readonly layers: readonly Layer[];
  /** Counted from 0. */
  readonly frame: number;
  readonly view: ViewTransform;
  /** CSS pixels. */
  readonly viewport: Size;
}

/** The drawings over a picture, to be looked at only. */
export function LayersOverlay({ layers, frame, view, viewport }: LayersOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    const ratio = window.devicePixelRatio;
    Object.assign(pen.canvas, { width: Math.round(viewport.width * ratio), height: Math.round(viewport.height * ratio) });
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const layer of layers) {
      if (isLayerShown(layer, frame)) for (const shape of layer.shapes) drawShape(pen, shape, view, layer.colour);
    }
  }, [layers, frame, view, viewport]);
  return <canvas ref={canvas} aria-hidden data-testid="layers-overlay" width={1} height={1} style={{ position: 'absolute', inset: 0, width: viewport.width, height: viewport.height, pointerEvents: 'none' }} />;
}
