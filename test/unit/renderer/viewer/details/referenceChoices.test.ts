import { describe, expect, it } from 'vitest';
import { groupReferences, searchHint } from '../../../../../renderer/viewer/details/referenceChoices.ts';

describe('what a reference is chosen from', () => {
  it('is each once, the chart’s own first', () => {
    const [one, two, named] = [{ reference: 'Encounter/1', display: 'Clinic' }, { reference: 'Encounter/2' }, { display: 'Ward round' }];
    expect(groupReferences([{ reference: 'Encounter/1' }, two, named], [one]).map(({ group, items }) => [group, items.map(({ text }) => text)])).toStrictEqual([
      ['In the chart', ['Clinic']], ['In other pictures', ['Encounter/2', 'Ward round']],
    ]);
    const same = [{ reference: 'Encounter/1', display: 'Clinic' }, { reference: 'Encounter/3', display: 'Clinic' }];
    expect(groupReferences(same, []).flatMap(({ items }) => items.map(({ text }) => text))).toStrictEqual(['Clinic · Encounter/1', 'Clinic · Encounter/3']);
    expect(groupReferences([], [])).toStrictEqual([]);
  });

  it('is said, also when the chart cannot be asked', () => {
    expect(searchHint({ data: undefined, isPending: true, isError: false })).toContain('Looking');
    expect(searchHint({ data: null, isPending: false, isError: false })).toContain('cannot be searched');
    expect(searchHint({ data: undefined, isPending: false, isError: true })).toContain('cannot be searched');
    expect(searchHint({ data: [], isPending: false, isError: false })).toBe('In the chart and in other pictures');
  });
});
