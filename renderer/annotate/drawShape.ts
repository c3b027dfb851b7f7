import type { Shape } from '../../shared/annotation/layer.ts';
import { textExtent } from '../../shared/annotation/textExtent.ts';
import { imageToScreen } from '../../shared/geometry/imageToScreen.ts';
import { imagePoint } from '../../shared/geometry/spaces.ts';
import type { ImagePoint, ScreenPoint } from '../../shared/geometry/spaces.ts';
import type { ViewTransform } from '../../shared/geometry/viewTransform.ts';

/** What is needed of a canvas context; Konva's scene context is one too. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  'beginPath' | 'moveTo' | 'lineTo' | 'closePath' | 'stroke' | 'fillText' | 'strokeText' | 'save' | 'restore' | 'translate' | 'rotate' | 'setLineDash'
  | 'strokeStyle' | 'fillStyle' | 'lineWidth' | 'lineJoin' | 'lineCap' | 'font' | 'textBaseline'
>;

/** CSS pixels, the same at every zoom. */
const strokeWidth = 2;
const selectedStrokeWidth = 3;
const haloWidth = 2;
const arrowHead = 14;
/** Dark on skin, film and paper alike, so that every layer colour stands out of it. */
const halo = 'rgba(0, 0, 0, 0.72)';
const typeface = "system-ui, 'Segoe UI', sans-serif";

/** Draws one shape in CSS pixels, first its halo, then its colour. */
export function drawShape(pen: Pen, shape: Shape, view: ViewTransform, colour: string, selected = false): void {
  if (shape.kind === 'text') {
    drawText(pen, shape, view, colour);
    return;
  }
  const width = selected ? selectedStrokeWidth : strokeWidth;
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  pen.beginPath();
  trace(pen, shape, (point) => imageToScreen(view, point));
  pen.lineWidth = width + 2 * haloWidth;
  pen.strokeStyle = halo;
  pen.stroke();
  pen.lineWidth = width;
  pen.strokeStyle = colour;
  pen.stroke();
}

function trace(pen: Pen, shape: Exclude<Shape, { kind: 'text' }>, place: (point: ImagePoint) => ScreenPoint): void {
  switch (shape.kind) {
    case 'polygon':
      line(pen, shape.points.map(place));
      pen.closePath();
      return;
    case 'freehand':
      line(pen, shape.points.map(place));
      return;
    case 'rectangle': {
      const { x, y, width, height } = shape;
      line(pen, [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }].map(place));
      pen.closePath();
      return;
    }
    case 'arrow': {
      const [from, to] = [place(shape.from), place(shape.to)];
      line(pen, [from, to]);
      const angle = Math.atan2(to.y - from.y, to.x - from.x);
      const length = Math.min(arrowHead, Math.hypot(to.x - from.x, to.y - from.y) / 2);
      const barb = (turn: number) => ({ x: to.x - length * Math.cos(angle + turn), y: to.y - length * Math.sin(angle + turn) });
      line(pen, [barb(0.5), to, barb(-0.5)]);
    }
  }
}

function line(pen: Pen, points: readonly { readonly x: number; readonly y: number }[]): void {
  points.forEach(({ x, y }, index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
}

/** Words are read, so they are never mirrored and never upside down; they stay in the box the text has on the picture, which is where it is hit. */
function drawText(pen: Pen, shape: Extract<Shape, { kind: 'text' }>, view: ViewTransform, colour: string): void {
  const box = textExtent(shape);
  const ends = [imagePoint(box.x, box.y), imagePoint(box.x + box.width, box.y + box.height)].map((corner) => imageToScreen(view, corner));
  const [left, right] = [Math.min(...ends.map(({ x }) => x)), Math.max(...ends.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...ends.map(({ y }) => y)), Math.max(...ends.map(({ y }) => y))];
  // Letters are not stretched with pixels that are not square: they are as large as the box has room for.
  const height = shape.size * view.scale * view.pixelAspect;
  const letters = shape.size * view.scale * Math.min(1, view.pixelAspect);
  pen.save();
  if (view.rotation === 90) {
    pen.translate(right, top);
    pen.rotate(Math.PI / 2);
  } else if (view.rotation === 270) {
    pen.translate(left, bottom);
    pen.rotate(-Math.PI / 2);
  } else {
    pen.translate(left, top);
  }
  pen.font = `600 ${String(letters * 0.8)}px ${typeface}`;
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  pen.lineWidth = 2 * haloWidth;
  pen.strokeStyle = halo;
  pen.fillStyle = colour;
  for (const [index, words] of shape.text.split('\n').entries()) {
    pen.strokeText(words, 0, (index + 0.5) * height);
    pen.fillText(words, 0, (index + 0.5) * height);
  }
  pen.restore();
}
