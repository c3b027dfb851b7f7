import { describe, expect, it } from 'vitest';
import { layerSchema } from '../../../../shared/annotation/layer.ts';
import type { Layer } from '../../../../shared/annotation/layer.ts';
import type { LayerChanges } from '../../../../shared/annotation/noteCodec.ts';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import { DrawingStore } from '../../../../renderer/annotate/DrawingStore.ts';

const ids = ['0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a01', '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a02', '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a03'] as const;

function layer(index: 0 | 1 | 2, name: string): Layer {
  return layerSchema.parse({
    id: ids[index], name, colour: '#E69F00', visible: true, frame: 0, imageSize: { width: 10, height: 10 }, shapes: [], author: '',
    createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z',
  });
}

/** A store whose saves end when the test says so, and whose quiet while is over when the test says so. */
function setUp(layers: readonly Layer[]) {
  const saves: { readonly changes: LayerChanges; readonly end: (result: Result<{ revision: number }>) => void }[] = [];
  let waiting: (() => void) | null = null;
  const store = new DrawingStore(layers, 1, {
    save: (changes) => new Promise((resolve) => { saves.push({ changes, end: resolve }); }),
    now: () => '2026-05-05T05:05:05.000Z',
    later: (work) => { waiting = work; return () => { waiting = null; }; },
  });
  const settled = () => new Promise<void>((resolve) => { setImmediate(resolve); });
  return {
    store, saves, settled,
    rename: (index: 0 | 1 | 2, name: string) => store.do({ kind: 'changeLayer', layerId: ids[index], changes: { name } }),
    names: () => store.snapshot().layers.map(({ name }) => name),
    quiet: () => waiting?.(),
    endSave: async (order: number, result: Result<{ revision: number }>) => { saves[order]?.end(result); await settled(); },
  };
}

describe('a drawing in hand', () => {
  it('says "saved" only when the disk has it', async () => {
    const { store, saves, rename, quiet, endSave } = setUp([layer(0, 'a')]);
    expect(store.snapshot().save).toBe('saved');
    rename(0, 'b');
    expect(store.snapshot().save).toBe('unsaved');
    quiet();
    expect(store.snapshot().save).toBe('saving');
    expect(saves[0]?.changes).toEqual({ upsert: [{ ...layer(0, 'b'), updatedAt: '2026-05-05T05:05:05.000Z' }], remove: [] });
    await endSave(0, succeed({ revision: 2 }));
    expect(store.snapshot().save).toBe('saved');
  });

  it('sends only what changed, and a removal once', async () => {
    const { store, saves, quiet, rename, endSave } = setUp([layer(0, 'a'), layer(1, 'b')]);
    store.do({ kind: 'removeLayer', layerId: ids[1] });
    store.do({ kind: 'addLayer', layer: layer(2, 'c'), index: 9 });
    quiet();
    expect(saves[0]?.changes).toMatchObject({ upsert: [{ name: 'c' }], remove: [ids[1]] });
    await endSave(0, succeed({ revision: 2 }));
    rename(0, 'z');
    quiet();
    expect(saves[1]?.changes).toMatchObject({ upsert: [{ name: 'z' }], remove: [] });
  });

  it('undone to what is on disk is saved already', () => {
    const { store, saves, rename, quiet } = setUp([layer(0, 'a')]);
    rename(0, 'b');
    store.dispatch({ kind: 'undo' });
    expect(store.snapshot()).toMatchObject({ save: 'saved', canUndo: false, canRedo: true });
    quiet();
    expect(saves).toHaveLength(0);
  });

  it('saves one at a time; what is changed meanwhile is saved after', async () => {
    const { store, saves, rename, endSave } = setUp([layer(0, 'a')]);
    rename(0, 'b');
    const done = store.flush();
    rename(0, 'c');
    const doneAgain = store.flush();
    expect(saves).toHaveLength(1);
    await endSave(0, succeed({ revision: 2 }));
    expect(saves).toHaveLength(2);
    expect(saves[1]?.changes.upsert[0]?.name).toBe('c');
    await endSave(1, succeed({ revision: 3 }));
    expect(await Promise.all([done, doneAgain])).toEqual([true, true]);
    expect(saves).toHaveLength(2);
  });

  it('keeps what could not be saved, says why, and tries again when asked', async () => {
    const { store, saves, rename, names, endSave } = setUp([layer(0, 'a')]);
    rename(0, 'b');
    const done = store.flush();
    await endSave(0, fail('local.disk-full'));
    expect(await done).toBe(false);
    expect(store.snapshot()).toMatchObject({ save: 'failed', failure: { code: 'local.disk-full' } });
    expect(names()).toEqual(['b']);
    const again = store.flush();
    await endSave(1, succeed({ revision: 2 }));
    expect(await again).toBe(true);
    expect(saves[1]?.changes.upsert[0]?.name).toBe('b');
  });

  it('tells its listeners until they leave', () => {
    const { store, rename } = setUp([layer(0, 'a')]);
    const seen: string[] = [];
    const leave = store.subscribe(() => seen.push(store.snapshot().save));
    rename(0, 'b');
    leave();
    rename(0, 'c');
    expect(seen).toEqual(['unsaved']);
  });
});

describe('when the Media is read again', () => {
  it('follows what changed elsewhere, and keeps what is drawn here and not saved', () => {
    const { store, rename, names } = setUp([layer(0, 'a'), layer(1, 'b')]);
    rename(0, 'mine');
    store.adopt([layer(0, 'theirs'), layer(1, 'changed'), layer(2, 'new')], 2);
    expect(names()).toEqual(['mine', 'changed', 'new']);
    expect(store.snapshot().save).toBe('unsaved');
  });

  it('lets go of what was removed elsewhere, but not of what is changed here', () => {
    const { store, rename, names } = setUp([layer(0, 'a'), layer(1, 'b')]);
    rename(0, 'mine');
    store.adopt([], 2);
    expect(names()).toEqual(['mine']);
  });

  it('does not bring back what is removed here and not saved yet', () => {
    const { store, names } = setUp([layer(0, 'a'), layer(1, 'b')]);
    store.do({ kind: 'removeLayer', layerId: ids[0] });
    store.adopt([layer(0, 'a'), layer(1, 'b')], 2);
    expect(names()).toEqual(['b']);
    expect(store.snapshot().save).toBe('unsaved');
  });

  it('keeps the ways back after the echo of its own save, whichever comes first', async () => {
    const { store, rename, quiet, endSave } = setUp([layer(0, 'a')]);
    rename(0, 'b');
    quiet();
    store.adopt([layer(0, 'b')], 2);
    await endSave(0, succeed({ revision: 2 }));
    store.adopt([layer(0, 'b')], 2);
    expect(store.snapshot()).toMatchObject({ save: 'saved', canUndo: true });
  });

  it('leaves an answer older than its own last save alone', async () => {
    const { store, rename, names, quiet, endSave } = setUp([layer(0, 'a')]);
    rename(0, 'b');
    quiet();
    await endSave(0, succeed({ revision: 5 }));
    store.adopt([layer(0, 'a')], 4);
    expect(names()).toEqual(['b']);
  });
});
