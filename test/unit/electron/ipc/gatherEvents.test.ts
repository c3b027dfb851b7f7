import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gatherEvents } from '../../../../electron/ipc/gatherEvents.ts';
import type { LightboxEvent } from '../../../../shared/ipc/contract.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gathered() {
  const told: (readonly LightboxEvent[])[] = [];
  return { told, hear: gatherEvents((events) => told.push(events)) };
}
const picture = (mediaId: string): LightboxEvent => ({ topic: 'media', mediaId, patientId: 'p1' });

describe('what happens together', () => {
  it('is told together, each thing once', () => {
    const { told, hear } = gathered();
    for (const event of [picture('a'), { topic: 'sync' }, picture('b'), { topic: 'sync' }, picture('a')] as const) hear(event);
    expect(told).toStrictEqual([]);
    vi.runAllTimers();
    expect(told).toStrictEqual([[picture('a'), { topic: 'sync' }, picture('b')]]);
  });

  it('is told again when it happens again', () => {
    const { told, hear } = gathered();
    for (let time = 0; time < 2; time += 1) {
      hear(picture('a'));
      vi.runAllTimers();
    }
    expect(told).toStrictEqual([[picture('a')], [picture('a')]]);
  });
});

describe('more Media than a screen shows', () => {
  const pictures = (count: number) => Array.from({ length: count }, (_, index) => picture(`m${String(index)}`));

  it('are told as many, before what else happened', () => {
    const { told, hear } = gathered();
    for (const event of [...pictures(33), { topic: 'patients' } as const]) hear(event);
    vi.runAllTimers();
    expect(told).toStrictEqual([[{ topic: 'manyMedia' }, { topic: 'patients' }]]);
  });

  it('are named while they are fewer', () => {
    const { told, hear } = gathered();
    for (const event of pictures(32)) hear(event);
    vi.runAllTimers();
    expect(told).toStrictEqual([pictures(32)]);
  });
});

describe('a command', () => {
  it('goes at once, after what came before it, and as often as it is given', () => {
    const { told, hear } = gathered();
    hear({ topic: 'sync' });
    hear({ topic: 'command', command: 'undo' });
    hear({ topic: 'command', command: 'undo' });
    expect(told).toStrictEqual([[{ topic: 'sync' }, { topic: 'command', command: 'undo' }], [{ topic: 'command', command: 'undo' }]]);
    vi.runAllTimers();
    expect(told).toHaveLength(2);
  });
});
