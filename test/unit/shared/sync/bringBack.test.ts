import { describe, expect, it } from 'vitest';
import { layerToNote, readLayers } from '../../../../shared/annotation/noteCodec.ts';
import type { Layer, Shape } from '../../../../shared/annotation/layer.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { bringBack, canBringBack } from '../../../../shared/sync/bringBack.ts';
import { describeSide, namePlace } from '../../../../shared/sync/describeConflict.ts';
import { mergeMedia } from '../../../../shared/sync/merge.ts';
import type { MergeChoice } from '../../../../shared/sync/mergeConflict.ts';
import { setAsideBy } from '../../../../shared/sync/setAsideItem.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const now = '2026-11-24T09:00:00.000Z';
const arrow = (number: number, x: number): Shape => ({ kind: 'arrow', id: uuid(number), from: { x, y: 0 }, to: { x: 9, y: 9 } });
const layer = (shapes: readonly Shape[], more: Partial<Layer> = {}): Layer => ({
  id: uuid(0), name: 'Wound', colour: '#E69F00', visible: true, frame: null, imageSize: { width: 100, height: 80 }, shapes: [...shapes], author: 'N. Nurse',
  createdAt: '2026-11-23T09:00:00.000Z', updatedAt: '2026-11-23T09:00:00.000Z', ...more,
});
const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/jpeg' }, ...more });
const drawn = (shapes: readonly Shape[], more?: Partial<Layer>) => media({ note: [layerToNote(layer(shapes, more))] });

/** Both sides changed it, mine was kept: theirs is set aside; then it is brought back. */
function around(base: Media, mine: Media, theirs: Media) {
  const { merged, conflicts } = mergeMedia(base, mine, theirs, 'mine');
  const items = setAsideBy(conflicts, 'mine');
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error('not exactly one conflict');
  return { item, after: bringBack(merged, item, uuid(99), now) };
}

describe('what was set aside', () => {
  it.each<[string, Media, Media, Media, Media]>([
    ['a field', media(), media({ deviceName: 'A' }), media({ deviceName: 'B' }), media({ deviceName: 'B' })],
    ['a field of the content', media(), media({ content: { title: 'A' } }), media({ content: { title: 'B' } }), media({ content: { title: 'B' } })],
    [
      'an item of a list, in the place of the one that was kept', media({ extension: [{ url: 'a', valueString: '1' }] }), media({ extension: [{ url: 'a', valueString: '2' }, { url: 'b' }] }),
      media({ extension: [{ url: 'a', valueString: '3' }] }), media({ extension: [{ url: 'a', valueString: '3' }, { url: 'b' }] }),
    ],
    [
      'a note, beside the one that was kept', media({ note: [{ id: 'n', text: '1' }] }), media({ note: [{ id: 'n', text: '2' }] }), media({ note: [{ id: 'n', text: '3' }] }),
      media({ note: [{ id: 'n', text: '2' }, { id: uuid(99), text: '3' }] }),
    ],
    ['a shape, beside the one that was kept', drawn([arrow(1, 0)]), drawn([arrow(1, 1)]), drawn([arrow(1, 2)]), drawn([arrow(1, 1), { ...arrow(1, 2), id: uuid(99) }], { updatedAt: now })],
    ['a shape that was removed', drawn([arrow(1, 0)]), drawn([]), drawn([arrow(1, 2)]), drawn([arrow(1, 2)], { updatedAt: now })],
    ['the name of a layer', drawn([]), drawn([], { name: 'A' }), drawn([], { name: 'B' }), drawn([], { name: 'B', updatedAt: now })],
    ['a whole layer that was removed', drawn([arrow(1, 0)]), media(), drawn([arrow(1, 2)]), drawn([arrow(1, 2)], { updatedAt: now })],
  ])('stands again: %s', (_what, base, mine, theirs, expected) => {
    const { item, after } = around(base, mine, theirs);
    expect(canBringBack(item)).toBe(true);
    expect(after).toStrictEqual(expected);
    expect([namePlace({ place: item.place, value: item.value }), describeSide({ place: item.place, value: item.value })]).not.toContain(null);
  });

  it('is a second layer where the first one is there still', () => {
    const [base, mine] = [drawn([arrow(1, 0)]), drawn([arrow(1, 1)])];
    const { after } = around(base, mine, drawn([arrow(1, 2)], { imageSize: { width: 200, height: 160 } }));
    expect(after && readLayers(after).map(({ id, shapes }) => [id, shapes])).toStrictEqual([[uuid(0), [arrow(1, 1)]], [uuid(99), [arrow(1, 2)]]]);
  });

  it('is not brought back by itself when it is a removal, another patient or other bytes, or its place is gone', () => {
    const removal = around(drawn([arrow(1, 0)]), drawn([arrow(1, 1)]), drawn([]));
    expect([canBringBack(removal.item), removal.after]).toStrictEqual([false, undefined]);
    const moved = around(media({ subject: { reference: 'Patient/a' } }), media({ subject: { reference: 'Patient/a' }, deviceName: 'A' }), media({ subject: { reference: 'Patient/b' } }));
    expect([canBringBack(moved.item), moved.after]).toStrictEqual([false, undefined]);
    const bytes = around(media({ content: { hash: 'A' } }), media({ content: { hash: 'A' }, deviceName: 'A' }), media({ content: { hash: 'B' } }));
    expect([canBringBack(bytes.item), bytes.after]).toStrictEqual([false, undefined]);
    const { item } = around(drawn([arrow(1, 0)]), drawn([arrow(1, 1)]), drawn([arrow(1, 2)]));
    expect(bringBack(media(), item, uuid(99), now)).toBeUndefined();
  });

  it('is nothing where both stay: two shapes, or two layers with all that is in them', () => {
    const sides = [drawn([arrow(1, 0)]), drawn([arrow(1, 1)], { name: 'A' }), drawn([arrow(1, 2)], { name: 'B' })] as const;
    const asTwo: MergeChoice = { key: `layer:${uuid(0)}`, keep: 'both', copyId: uuid(99) };
    const { conflicts, merged } = mergeMedia(...sides, new Map([[asTwo.key, asTwo]]));
    expect([conflicts.length, setAsideBy(conflicts, new Map([[asTwo.key, asTwo]])), readLayers(merged).map(({ name }) => name)]).toStrictEqual([2, [], ['B', 'A (2)']]);
    const shape = conflicts.find(({ place }) => place.kind === 'shape')?.key ?? '';
    expect(setAsideBy(conflicts, new Map([[shape, { key: shape, keep: 'both', copyId: uuid(99) }]]))).toStrictEqual([]);
  });
});
