import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StaleAnswers } from '../../../../renderer/ipc/staleAnswers.ts';
import type { LightboxEvent } from '../../../../shared/ipc/contract.ts';

const questions: readonly (readonly [string, object?])[] = [
  ['session.state'], ['connection.current'], ['patients.list', { query: '' }], ['patients.get', { patientId: 'p1' }],
  ['media.list', { patientId: 'p1' }], ['media.list', { patientId: 'p2' }], ['media.get', { mediaId: 'm1' }], ['media.get', { mediaId: 'm2' }],
  ['media.search', { query: 'heel' }], ['sync.status'], ['sync.entries'],
];

function staleAfter(event: LightboxEvent): readonly unknown[] {
  const client = new QueryClient();
  for (const queryKey of questions) client.setQueryData(queryKey, queryKey[0] === 'media.list' ? [{ id: 'm2' }] : {});
  new StaleAnswers(client).hear([event]);
  return client.getQueryCache().getAll().filter((query) => query.state.isInvalidated).map((query) => query.queryKey);
}

describe('what is asked again', () => {
  it('is of one picture and its patient, not of the others', () => {
    expect(staleAfter({ topic: 'media', mediaId: 'm1', patientId: 'p1' })).toEqual([
      ['patients.list', { query: '' }], ['patients.get', { patientId: 'p1' }], ['media.list', { patientId: 'p1' }], ['media.get', { mediaId: 'm1' }], ['media.search', { query: 'heel' }],
    ]);
  });

  it('is also the list of the patient whose picture it was', () => {
    expect(staleAfter({ topic: 'media', mediaId: 'm2', patientId: 'p1' })).toContainEqual(['media.list', { patientId: 'p2' }]);
  });

  it('is every list when nobody knows whose picture it is', () => {
    expect(staleAfter({ topic: 'media', mediaId: 'm1', patientId: null })).toContainEqual(['media.list', { patientId: 'p2' }]);
  });

  it('is whatever is of Media when many changed', () => {
    expect(staleAfter({ topic: 'manyMedia' })).toEqual(questions.filter(([name]) => name.startsWith('patients.') || name.startsWith('media.')));
  });

  it('is the state of the sync after a step of it', () => {
    expect(staleAfter({ topic: 'sync' })).toEqual([['sync.status'], ['sync.entries']]);
  });

  it('is nothing after a command', () => {
    expect(staleAfter({ topic: 'command', command: 'find' })).toEqual([]);
  });
});

describe('while much happens', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const pictures = (from: number) => Array.from({ length: 500 }, (_, index) => ({ topic: 'media' as const, mediaId: `m${String(from + index)}`, patientId: 'p1' }));

  function shown() {
    const client = new QueryClient();
    const asked: (() => void)[] = [];
    const queryFn = () => new Promise<object>((resolve) => asked.push(() => resolve({})));
    client.setQueryData(['patients.list', { query: '' }], {});
    const leave = new QueryObserver(client, { queryKey: ['patients.list', { query: '' }], queryFn, staleTime: Infinity }).subscribe(() => undefined);
    return { stale: new StaleAnswers(client), asked, leave };
  }

  it('the next question waits for the last answer, and none is forgotten', async () => {
    const { stale, asked, leave } = shown();
    for (let page = 0; page < 20; page += 1) stale.hear(pictures(page));
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(1);
    asked[0]?.();
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(2);
    asked[1]?.();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(2);
    leave();
  });

  it('an answer that never comes does not keep the rest', async () => {
    const { stale, asked, leave } = shown();
    stale.hear(pictures(0));
    stale.hear(pictures(500));
    await vi.advanceTimersByTimeAsync(1_500);
    expect(asked).toHaveLength(2);
    leave();
  });
});
