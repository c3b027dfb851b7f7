import type { Layer, Shape } from '../../shared/annotation/layer.ts';

const nouns = { polygon: 'Polygon', rectangle: 'Rectangle', arrow: 'Arrow', freehand: 'Freehand', text: 'Text' } as const satisfies Record<Shape['kind'], string>;

/** "Polygon 2", counted within its layer and kind; a text by its first line. In the order of the shapes. */
export function nameShapes(shapes: Layer['shapes']): readonly string[] {
  const counts = new Map<Shape['kind'], number>();
  return shapes.map((shape) => {
    if (shape.kind === 'text') return `Text “${shape.text.split('\n')[0] ?? ''}”`;
    const number = (counts.get(shape.kind) ?? 0) + 1;
    counts.set(shape.kind, number);
    return `${nouns[shape.kind]} ${String(number)}`;
  });
}

/** "Frame 3" counted from 1, "Every frame". */
export function describeFrame(frame: number | null): string {
  return frame === null ? 'Every frame' : `Frame ${String(frame + 1)}`;
}
