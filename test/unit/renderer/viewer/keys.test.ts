import { describe, expect, it } from 'vitest';
import { viewerKeys } from '../../../../renderer/viewer/keys.ts';

describe('the viewer’s keys', () => {
  it('name every action once, with at least one key and words for the help', () => {
    const actions = viewerKeys.bindings.map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
    for (const { keys, label } of viewerKeys.bindings) {
      expect(keys.length).toBeGreaterThan(0);
      expect(label).not.toBe('');
    }
  });

  it('share a key only where what is selected decides between the two', () => {
    const users = Map.groupBy(viewerKeys.bindings.flatMap(({ action, keys }) => keys.map((key) => ({ action, key }))), ({ key }) => key);
    const shared = [...users.values()].filter((list) => list.length > 1).map((list) => list.filter(({ action }) => !action.startsWith('nudge')).length);
    expect(shared.every((others) => others <= 1)).toBe(true);
  });
});
