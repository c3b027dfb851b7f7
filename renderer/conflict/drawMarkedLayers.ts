import { isLayerShown } from '../../shared/annotation/hitShape.ts';
import type { Layer, Shape } from '../../shared/annotation/layer.ts';
import { shapeHandles } from '../../shared/annotation/shapeHandles.ts';
import { textExtent } from '../../shared/annotation/textExtent.ts';
import { imageToScreen } from '../../shared/geometry/imageToScreen.ts';
import type { ImagePoint } from '../../shared/geometry/spaces.ts';
import type { ViewTransform } from '../../shared/geometry/viewTransform.ts';
import { drawShape } from '../annotate/index.ts';

/** Numbers of what is contested, by the id of a shape or of a whole layer. */
export type Marks = ReadonlyMap<string, number>;

const markMargin = 8;
const tagSize = 20;

/**
 * The drawings of one side as the viewer draws them. What is contested stands in a dashed frame with the number it has in the list: neither
 * needs a colour to be seen.
 */
export function drawMarkedLayers(pen: CanvasRenderingContext2D, side: { readonly layers: readonly Layer[]; readonly frame: number; readonly view: ViewTransform; readonly marks: Marks; readonly focused: number | null }): void {
  const shown = side.layers.filter((layer) => isLayerShown(layer, side.frame));
  for (const { shapes, colour } of shown) for (const shape of shapes) drawShape(pen, shape, side.view, colour);
  for (const layer of shown) {
    const ofLayer = side.marks.get(layer.id);
    if (ofLayer !== undefined) drawMark(pen, side.view, layer.shapes.flatMap(outline), ofLayer, side.focused === ofLayer);
    for (const shape of layer.shapes) {
      const number = side.marks.get(shape.id);
      if (number !== undefined) drawMark(pen, side.view, outline(shape), number, side.focused === number);
    }
  }
}

function outline(shape: Shape): readonly ImagePoint[] {
  if (shape.kind !== 'text') return shapeHandles(shape);
  const { x, y, width, height } = textExtent(shape);
  return shapeHandles({ kind: 'rectangle', id: shape.id, x, y, width, height });
}

function drawMark(pen: CanvasRenderingContext2D, view: ViewTransform, points: readonly ImagePoint[], number: number, focused: boolean): void {
  if (points.length === 0) return;
  const placed = points.map((point) => imageToScreen(view, point));
  const [left, top] = [Math.min(...placed.map(({ x }) => x)) - markMargin, Math.min(...placed.map(({ y }) => y)) - markMargin];
  const [right, bottom] = [Math.max(...placed.map(({ x }) => x)) + markMargin, Math.max(...placed.map(({ y }) => y)) + markMargin];
  pen.save();
  for (const [colour, width] of [['rgba(0, 0, 0, 0.8)', focused ? 6 : 4], ['#ffffff', focused ? 3 : 1.5]] as const) {
    pen.setLineDash(focused ? [] : [6, 4]);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.strokeRect(left, top, right - left, bottom - top);
  }
  pen.setLineDash([]);
  // Inside the picture, wherever the shape lies.
  const [tagLeft, tagTop] = [Math.max(0, left - tagSize / 2), Math.max(0, top - tagSize / 2)];
  pen.fillStyle = '#ffffff';
  pen.fillRect(tagLeft, tagTop, tagSize, tagSize);
  pen.strokeStyle = '#000000';
  pen.lineWidth = 1;
  pen.strokeRect(tagLeft, tagTop, tagSize, tagSize);
  pen.fillStyle = '#000000';
  pen.font = '700 13px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(String(number), tagLeft + tagSize / 2, tagTop + tagSize / 2 + 1);
  pen.restore();
}
