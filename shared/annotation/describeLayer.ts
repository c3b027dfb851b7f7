import type { ImagePoint } from '../geometry/spaces.ts';
import type { Layer, Shape } from './layer.ts';

/** Longer outlines are cut in the text; the geometry extension always holds all of it. */
const listedPoints = 12;

/** User text as one line that markdown shows as it was typed. Control characters are not allowed in a FHIR string. */
function inline(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().replace(/[\\`*_[\]<>]/g, '\\$&');
}

const whole = (value: number) => String(Math.round(value) + 0);
const at = ({ x, y }: ImagePoint) => `(${whole(x)}, ${whole(y)})`;

function list(points: readonly ImagePoint[]): string {
  const listed = points.slice(0, listedPoints).map(at).join(', ');
  return points.length > listedPoints ? `${listed} and ${String(points.length - listedPoints)} more` : listed;
}

/** One line, in whole image pixels. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'polygon':
      return `Polygon with ${String(shape.points.length)} corners: ${list(shape.points)}`;
    case 'rectangle':
      return `Rectangle at ${at(shape)}, ${whole(shape.width)} x ${whole(shape.height)} px`;
    case 'arrow':
      return `Arrow from ${at(shape.from)} to ${at(shape.to)}`;
    case 'freehand':
      return `Freehand stroke through ${String(shape.points.length)} points: ${list(shape.points)}`;
    case 'text':
      return `Text at ${at(shape.at)}: "${inline(shape.text)}"`;
  }
}

/** @returns markdown that tells a person in any EHR what is drawn and where; frames are counted from 1, positions are whole image pixels. */
export function describeLayer(layer: Layer): string {
  const frame = layer.frame === null ? 'every frame' : `frame ${String(layer.frame + 1)}`;
  const author = inline(layer.author);
  const shapes = layer.shapes.map((shape) => `- ${describeShape(shape)}`);
  return [
    `Drawing "${inline(layer.name)}" on ${frame}${author === '' ? '' : ` by ${author}`}`,
    '',
    ...(shapes.length === 0 ? ['No shapes.'] : shapes),
    '',
    `Positions are pixels from the top left corner of the ${whole(layer.imageSize.width)} x ${whole(layer.imageSize.height)} px picture. Drawn with Lightbox.`,
  ].join('\n');
}
