import { describe, expect, it } from 'vitest';
import { colourKeys, shapeKeys, viewerKeyTables } from '../../../../renderer/viewer/keys.ts';

describe('the viewer’s keys', () => {
  it('name every action of a table once, with at least one key and words for the help', () => {
    for (const { title, bindings } of viewerKeyTables) {
      const actions = bindings.map(({ action }) => action);
      expect(new Set(actions).size, title).toBe(actions.length);
      expect(bindings.filter(({ keys, label }) => keys.length === 0 || label === ''), title).toEqual([]);
    }
  });

  it('share a key only with the selected shape, which then takes it, and between grey and colour: a picture is one of them', () => {
    const keys = viewerKeyTables.filter((table) => table !== shapeKeys && table !== colourKeys).flatMap(({ bindings }) => bindings.flatMap((binding) => binding.keys));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
