import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { invalidateAfter } from '../../../../renderer/ipc/invalidation.ts';
import type { LightboxEvent } from '../../../../shared/ipc/contract.ts';

const questions = [
  ['session.state'], ['connection.current'], ['patients.list', { query: '' }], ['patients.get', { patientId: 'p1' }],
  ['media.list', { patientId: 'p1' }], ['media.list', { patientId: 'p2' }], ['media.get', { mediaId: 'm1' }], ['media.get', { mediaId: 'm2' }],
  ['media.search', { query: 'heel' }], ['sync.status'], ['sync.entries'],
];

function staleAfter(event: LightboxEvent): readonly unknown[] {
  const client = new QueryClient();
  for (const queryKey of questions) client.setQueryData(queryKey, queryKey[0] === 'media.list' ? [{ id: 'm2' }] : {});
  invalidateAfter(client, event);
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

  it('is the state of the sync after a step of it', () => {
    expect(staleAfter({ topic: 'sync' })).toEqual([['sync.status'], ['sync.entries']]);
  });

  it('is nothing after a command', () => {
    expect(staleAfter({ topic: 'command', command: 'find' })).toEqual([]);
  });
});
