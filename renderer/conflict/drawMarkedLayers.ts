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
 * The drawings of one side as the viewer draws them. What is contested stands in a dashed frame with the number it has in the list, what only
 * this side changed in a thin dotted one: neither needs a colour to be seen.
 */
export function drawMarkedLayers(pen: CanvasRenderingContext2D, side: { readonly layers: readonly Layer[]; readonly frame: number; readonly view: ViewTransform; readonly marks: Marks; readonly changed: ReadonlySet<string>; readonly focused: number | null }): void {
  // What is to be decided is shown, also where it was hidden.
  const contested = ({ id, shapes }: Layer) => side.marks.has(id) || shapes.some((shape) => side.marks.has(shape.id));
  const shown = side.layers.filter((layer) => isLayerShown(contested(layer) ? { ...layer, visible: true } : layer, side.frame));
  for (const { shapes, colour } of shown) for (const shape of shapes) drawShape(pen, shape, side.view, colour);
  for (const layer of shown) {
    const ofLayer = side.marks.get(layer.id);
    if (ofLayer !== undefined) drawMark(pen, side.view, layer.shapes.flatMap(outline), ofLayer, side.focused === ofLayer);
    for (const shape of layer.shapes) {
      const number = side.marks.get(shape.id);
      if (number !== undefined) drawMark(pen, side.view, outline(shape), number, side.focused === number);
      else if (ofLayer === undefined && side.changed.has(shape.id)) drawFrame(pen, boxOf(side.view, outline(shape)), [1, 3], 1);
    }
  }
}

function outline(shape: Shape): readonly ImagePoint[] {
  if (shape.kind !== 'text') return shapeHandles(shape);
  const { x, y, width, height } = textExtent(shape);
  return shapeHandles({ kind: 'rectangle', id: shape.id, x, y, width, height });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(view: ViewTransform, points: readonly ImagePoint[]): Box {
  const placed = points.map((point) => imageToScreen(view, point));
  const [left, top] = [Math.min(...placed.map(({ x }) => x)) - markMargin, Math.min(...placed.map(({ y }) => y)) - markMargin];
  return { left, top, width: Math.max(...placed.map(({ x }) => x)) + markMargin - left, height: Math.max(...placed.map(({ y }) => y)) + markMargin - top };
}

/** White on black, to be seen on skin, film and paper. */
function drawFrame(pen: CanvasRenderingContext2D, { left, top, width, height }: Box, dash: readonly number[], thickness: number): void {
  pen.save();
  pen.setLineDash([...dash]);
  for (const [colour, lineWidth] of [['rgba(0, 0, 0, 0.8)', thickness + 2.5], ['#ffffff', thickness]] as const) {
    pen.lineWidth = lineWidth;
    pen.strokeStyle = colour;
    pen.strokeRect(left, top, width, height);
  }
  pen.restore();
}

function drawMark(pen: CanvasRenderingContext2D, view: ViewTransform, points: readonly ImagePoint[], number: number, focused: boolean): void {
  if (points.length === 0) return;
  const box = boxOf(view, points);
  drawFrame(pen, box, focused ? [] : [6, 4], focused ? 3 : 1.5);
  // Inside the picture, wherever the shape lies.
  const [tagLeft, tagTop] = [Math.max(0, box.left - tagSize / 2), Math.max(0, box.top - tagSize / 2)];
  pen.save();
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
