import { expect, it } from 'vitest';
import type { Shape } from '../../../../shared/annotation/layer.ts';
import { describeFrame, nameShapes } from '../../../../renderer/annotate/describeShape.ts';

const at = { x: 0, y: 0 };
const arrow = (id: string): Shape => ({ kind: 'arrow', id, from: at, to: { x: 1, y: 1 } });

it('counts shapes by their kind, and calls a text by its words', () => {
  const shapes: Shape[] = [arrow('a'), { kind: 'text', id: 't', at, text: 'edge\nnorth', size: 10 }, { kind: 'rectangle', id: 'r', ...at, width: 1, height: 1 }, arrow('b')];
  expect(nameShapes(shapes)).toEqual(['Arrow 1', 'Text “edge”', 'Rectangle 1', 'Arrow 2']);
});

it('counts frames from one for people', () => {
  expect([describeFrame(0), describeFrame(11), describeFrame(null)]).toEqual(['Frame 1', 'Frame 12', 'Every frame']);
});
