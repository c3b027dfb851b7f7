import type { Layer, Shape } from '../../shared/annotation/layer.ts';

const nouns = { polygon: 'Polygon', rectangle: 'Rectangle', arrow: 'Arrow', freehand: 'Freehand', text: 'Text' } as const satisfies Record<Shape['kind'], string>;

/** "Polygon 2", counted within its layer and kind; a text by its words. */
export function nameShape(layer: Layer, shape: Shape): string {
  if (shape.kind === 'text') return `Text “${shape.text.split('\n')[0] ?? ''}”`;
  const number = layer.shapes.filter(({ kind }) => kind === shape.kind).findIndex(({ id }) => id === shape.id) + 1;
  return `${nouns[shape.kind]} ${String(number)}`;
}

/** "Frame 3" counted from 1, "Every frame". */
export function describeFrame(frame: number | null): string {
  return frame === null ? 'Every frame' : `Frame ${String(frame + 1)}`;
}
