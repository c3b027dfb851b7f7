import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeSchema } from '../../../../../shared/annotation/layer.ts';
import { imagePoint } from '../../../../../shared/geometry/spaces.ts';
import { advanceTool } from '../../../../../renderer/annotate/tools/advanceTool.ts';
import type { GestureEvent } from '../../../../../renderer/annotate/tools/gesture.ts';
import { idleOf } from '../../../../../renderer/annotate/tools/idleStates.ts';
import type { ToolState } from '../../../../../renderer/annotate/tools/toolState.ts';
import { contextWith, layerId, layerWith } from './gestures.ts';

const folder = fileURLToPath(new URL('../../../../../renderer/annotate/tools/', import.meta.url));
const stateFiles = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(`${folder}${name}`).map((file) => `${name}/${file.replace('.ts', '')}`));

const box = { kind: 'rectangle' as const, id: '33333333-3333-4333-8333-333333333333', x: 20, y: 20, width: 60, height: 60 };
const words = { kind: 'text' as const, id: '44444444-4444-4444-8444-444444444444', at: { x: 120, y: 120 }, text: 'slough', size: 12 };
const context = contextWith({ layers: [layerWith(box, words)], selection: { layerId, shapeId: box.id } });

const point = fc.record({ x: fc.integer({ min: 0, max: 200 }), y: fc.integer({ min: 0, max: 200 }) }).map(({ x, y }) => imagePoint(x, y));
const event: fc.Arbitrary<GestureEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('press' as const, 'move' as const, 'release' as const, 'doublePress' as const), point }),
  fc.record({ kind: fc.constantFrom('confirm' as const, 'cancel' as const, 'back' as const) }),
  fc.record({ kind: fc.constant('write' as const), text: fc.string({ maxLength: 20 }) }),
);
const start = fc.constantFrom(...(['select', 'polygon', 'rectangle', 'arrow', 'freehand', 'text'] as const)).map(idleOf);

function walk(from: ToolState, events: readonly GestureEvent[]) {
  const visited: ToolState[] = [from];
  const drawn: unknown[] = [];
  for (const one of events) {
    const transition = advanceTool(visited.at(-1) ?? from, one, context);
    visited.push(transition.state);
    if (transition.draw !== undefined) drawn.push(transition.draw);
    if (transition.update !== undefined) drawn.push(transition.update.shape);
  }
  return { visited, drawn };
}

describe('whatever the hand does', () => {
  it('only valid shapes come of it', () => {
    fc.assert(fc.property(start, fc.array(event, { maxLength: 40 }), (from, events) => {
      for (const shape of walk(from, events).drawn) expect(shapeSchema.safeParse(shape).success).toBe(true);
    }), { numRuns: 500 });
  });

  it('Escape ends it', () => {
    fc.assert(fc.property(start, fc.array(event, { maxLength: 40 }), (from, events) => {
      expect(walk(from, [...events, { kind: 'cancel' }]).visited.at(-1)?.gesture).toBe('idle');
    }));
  });
});

it('every state has a file of its name and can be reached', () => {
  const events = fc.sample(fc.array(event, { minLength: 20, maxLength: 60 }), { numRuns: 400, seed: 7 });
  const states = fc.sample(start, { numRuns: 400, seed: 7 });
  const reached = new Set(states.flatMap((from, index) => walk(from, events[index] ?? []).visited.map(({ tool, gesture }) => `${tool}/${gesture}`)));
  expect([...reached].toSorted()).toEqual(stateFiles.toSorted());
});
