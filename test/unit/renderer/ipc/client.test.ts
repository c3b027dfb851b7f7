import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf, invoke } from '../../../../renderer/ipc/client.ts';
import { FailureError } from '../../../../shared/errors/result.ts';

/** The other side of the bridge answers with `answer`. */
function answering(answer: (name: string, input: unknown) => unknown): void {
  vi.stubGlobal('window', { lightbox: { invoke: async (name: string, input: unknown) => answer(name, input), subscribe: () => () => undefined } });
}
const thrown = async (work: Promise<unknown>) => failureOf(await work.then(() => undefined, (error: unknown) => error));

afterEach(() => vi.unstubAllGlobals());

describe('invoke', () => {
  it('hands over name and input and gives out the value', async () => {
    const heard: unknown[] = [];
    answering((...call) => {
      heard.push(call);
      return { ok: true, value: [] };
    });
    expect(await invoke('patients.list', { query: 'abc' })).toEqual([]);
    expect(heard).toEqual([['patients.list', { query: 'abc' }]]);
  });

  it('throws an expected failure as it came', async () => {
    const failure = { code: 'local.disk-full', detail: 'ENOSPC' } as const;
    answering(() => ({ ok: false, error: failure }));
    await expect(invoke('sync.now', undefined)).rejects.toBeInstanceOf(FailureError);
    expect(await thrown(invoke('sync.now', undefined))).toEqual(failure);
  });

  it.each([
    ['no result at all', undefined],
    ['a failure with a code nobody knows', { ok: false, error: { code: 'local.nonsense' } }],
    ['a value of another shape', { ok: true, value: [{ id: 7 }] }],
  ])('calls %s unexpected', async (_, answer) => {
    answering(() => answer);
    expect((await thrown(invoke('patients.list', { query: '' }))).code).toBe('local.unexpected');
  });

  it('calls a broken bridge unexpected, without what it said', async () => {
    answering(() => {
      throw new Error('Abernathy, Rosalind');
    });
    expect(await thrown(invoke('session.state', undefined))).toEqual({ code: 'local.unexpected', detail: 'session.state: no answer' });
  });
});
