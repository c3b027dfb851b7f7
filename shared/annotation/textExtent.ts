import type { Bounds } from '../geometry/boundsOf.ts';
import type { Shape } from './layer.ts';

/** Mean advance of a sans serif letter as a share of its line height; good enough to be hit, not to set type. */
const letterWidth = 0.52;

/** @returns about where a text lies, in image pixels. */
export function textExtent(shape: Extract<Shape, { kind: 'text' }>): Bounds {
  const lines = shape.text.split('\n');
  const longest = Math.max(1, ...lines.map((line) => line.length));
  return { x: shape.at.x, y: shape.at.y, width: longest * shape.size * letterWidth, height: lines.length * shape.size };
}
