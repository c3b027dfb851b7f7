import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommand } from '../../../../shared/annotation/commands/applyCommand.ts';
import type { Command } from '../../../../shared/annotation/commands/command.ts';
import { reduceHistory, startHistory } from '../../../../shared/annotation/commands/history.ts';
import { layerColours } from '../../../../shared/annotation/layer.ts';
import type { Layer } from '../../../../shared/annotation/layer.ts';
import { arbitraryLayer, arbitraryShape } from '../../../support/arbitraryLayer.ts';

const layersOf = fc.uniqueArray(arbitraryLayer, { minLength: 1, maxLength: 4, selector: ({ id }) => id });

/** Commands that mostly hit something: ids are picked from what is there, sometimes from nowhere. */
function commandOn(layers: readonly Layer[], seed: { kind: number; layer: number; shape: number; index: number; extra: Layer }): Command {
  const layer = layers[seed.layer % (layers.length + 1)];
  const layerId = layer?.id ?? 'nowhere';
  const shape = layer?.shapes[seed.shape % (layer.shapes.length + 1)];
  const [fresh] = seed.extra.shapes;
  switch (seed.kind % 7) {
    case 0: return { kind: 'addLayer', layer: seed.extra, index: seed.index };
    case 1: return { kind: 'removeLayer', layerId };
    case 2: return { kind: 'changeLayer', layerId, changes: { name: `n${String(seed.index)}`, visible: seed.index % 2 === 0, colour: layerColours[0], frame: seed.index } };
    case 3: return { kind: 'reorderLayer', layerId, index: seed.index };
    case 4: return fresh === undefined ? { kind: 'removeLayer', layerId } : { kind: 'addShape', layerId, shape: fresh, index: seed.index };
    case 5: return { kind: 'removeShape', layerId, shapeId: shape?.id ?? 'nowhere' };
    default: return fresh === undefined || shape === undefined ? { kind: 'removeShape', layerId, shapeId: 'nowhere' } : { kind: 'updateShape', layerId, shape: { ...fresh, id: shape.id } };
  }
}

const seeds = fc.array(fc.record({ kind: fc.nat(), layer: fc.nat(), shape: fc.nat(), index: fc.nat(6), extra: arbitraryLayer }), { maxLength: 25 });

describe('commands', () => {
  it('each have an inverse that leads back to exactly where they started', () => {
    fc.assert(fc.property(layersOf, seeds, (layers, steps) => {
      for (const seed of steps) {
        const applied = applyCommand(layers, commandOn(layers, seed));
        if (applied === undefined) continue;
        expect(applied.layers).not.toEqual(layers);
        expect(applyCommand(applied.layers, applied.inverse)?.layers).toEqual(layers);
      }
    }), { numRuns: 60 });
  });

  it('in any sequence, all undone, are the start; all done again, the end', () => {
    fc.assert(fc.property(layersOf, seeds, (layers, steps) => {
      const start = startHistory(layers);
      let history = start;
      for (const seed of steps) history = reduceHistory(history, { kind: 'do', command: commandOn(history.layers, seed) });
      const end = history.layers;
      while (history.undo.length > 0) history = reduceHistory(history, { kind: 'undo' });
      expect(history.layers).toEqual(layers);
      while (history.redo.length > 0) history = reduceHistory(history, { kind: 'redo' });
      expect(history.layers).toEqual(end);
    }), { numRuns: 60 });
  });

  it('that find nothing to act on, or change nothing, leave the history as it is', () => {
    fc.assert(fc.property(layersOf, arbitraryShape, ([layer, ...others], shape) => {
      if (layer === undefined) return;
      const history = startHistory([layer, ...others]);
      const commands: Command[] = [
        { kind: 'removeLayer', layerId: 'nowhere' },
        { kind: 'removeShape', layerId: layer.id, shapeId: 'nowhere' },
        { kind: 'updateShape', layerId: layer.id, shape: { ...shape, id: 'nowhere' } },
        { kind: 'addLayer', layer, index: 0 },
        { kind: 'changeLayer', layerId: layer.id, changes: { name: layer.name } },
        { kind: 'reorderLayer', layerId: layer.id, index: 0 },
      ];
      for (const command of commands) expect(reduceHistory(history, { kind: 'do', command })).toBe(history);
      expect(reduceHistory(history, { kind: 'undo' })).toBe(history);
      expect(reduceHistory(history, { kind: 'redo' })).toBe(history);
    }), { numRuns: 20 });
  });

  it('done after an undo end the way forward', () => {
    fc.assert(fc.property(arbitraryLayer, (layer) => {
      const named = (name: string) => ({ kind: 'do' as const, command: { kind: 'changeLayer' as const, layerId: layer.id, changes: { name } } });
      let history = startHistory([{ ...layer, name: 'start' }]);
      for (const action of [named('a'), named('b'), { kind: 'undo' as const }, named('c')]) history = reduceHistory(history, action);
      expect(history.layers[0]?.name).toBe('c');
      expect(history.redo).toEqual([]);
      expect(history.undo).toHaveLength(2);
      expect(reduceHistory(history, { kind: 'replace', layers: [] })).toEqual(startHistory([]));
    }), { numRuns: 10 });
  });
});
