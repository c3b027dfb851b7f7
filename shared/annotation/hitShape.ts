import { distanceToPolyline } from '../geometry/distanceToPolyline.ts';
import { pointInPolygon } from '../geometry/pointInPolygon.ts';
import type { ImagePoint } from '../geometry/spaces.ts';
import type { Layer, Shape } from './layer.ts';
import { shapeHandles } from './shapeHandles.ts';
import { textExtent } from './textExtent.ts';

/** Whether `point` is on the shape or within `tolerance` image pixels of it. Closed shapes count as filled. */
export function hitShape(shape: Shape, point: ImagePoint, tolerance: number): boolean {
  switch (shape.kind) {
    case 'polygon':
    case 'rectangle': {
      const outline = shapeHandles(shape);
      return pointInPolygon(point, outline) || distanceToPolyline(point, outline, true) <= tolerance;
    }
    case 'freehand':
    case 'arrow':
      return distanceToPolyline(point, shapeHandles(shape), false) <= tolerance;
    case 'text': {
      const { x, y, width, height } = textExtent(shape);
      return point.x >= x - tolerance && point.x <= x + width + tolerance && point.y >= y - tolerance && point.y <= y + height + tolerance;
    }
  }
}

/** @returns the topmost shape under `point` on the layers that are shown on `frame`. */
export function topmostShapeAt(
  layers: readonly Layer[], frame: number, point: ImagePoint, tolerance: number,
): { readonly layerId: string; readonly shape: Shape } | undefined {
  for (const layer of layers.toReversed()) {
    if (!isLayerShown(layer, frame)) continue;
    const shape = layer.shapes.findLast((candidate) => hitShape(candidate, point, tolerance));
    if (shape !== undefined) return { layerId: layer.id, shape };
  }
  return undefined;
}

/** @param frame counted from 0. */
export function isLayerShown(layer: Layer, frame: number): boolean {
  return layer.visible && (layer.frame === null || layer.frame === frame);
}
