import { describe, expect, it } from 'vitest';
import type { Handlers } from '../../../../electron/ipc/handlers.ts';
import { createServe, type Sender } from '../../../../electron/ipc/serve.ts';
import { succeed } from '../../../../shared/errors/result.ts';
import { contract } from '../../../../shared/ipc/contract.ts';

const ours: Sender = { isOurWindow: true, isMainFrame: true, url: 'app://lightbox/' };

function serveRecording() {
  const calls: unknown[] = [];
  const logged: string[] = [];
  // One body for all: which of them is called, and with what, is what these tests look at.
  const record = (name: string) => (input: unknown) => {
    calls.push([name, input]);
    if (name === 'sync.now') return Promise.reject(new Error('Marchbanks, Rosalind has a wound'));
    return Promise.resolve(succeed(undefined));
  };
  const handlers = Object.fromEntries(Object.keys(contract).map((name) => [name, record(name)])) as unknown as Handlers;
  const serve = createServe({
    handlers,
    isOurPage: (url) => url.startsWith('app://lightbox/'),
    logUnexpected: (method, trace) => logged.push(`${method} ${trace}`),
  });
  return { serve, calls, logged };
}

describe('createServe', () => {
  it.each<[string, Sender]>([
    ['another window', { ...ours, isOurWindow: false }],
    ['a frame inside the page', { ...ours, isMainFrame: false }],
    ['a frame that is gone', { ...ours, url: null }],
    ['a blank page', { ...ours, url: 'about:blank' }],
    ['another site', { ...ours, url: 'https://elsewhere.invalid/' }],
  ])('refuses %s before it looks at the call', async (_name, sender) => {
    const { serve, calls } = serveRecording();
    expect(await serve(sender, 'session.lock', undefined)).toEqual({ ok: false, error: { code: 'local.refused-sender' } });
    expect(await serve(sender, 'no.such-method', { bad: true })).toEqual({ ok: false, error: { code: 'local.refused-sender' } });
    expect(calls).toEqual([]);
  });

  it.each([['no.such-method'], ['constructor'], ['__proto__'], [7], [undefined]])('knows no method %s', async (name) => {
    const { serve, calls } = serveRecording();
    expect(await serve(ours, name, undefined)).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
    expect(calls).toEqual([]);
  });

  it('refuses a payload that is not of the contract, naming the fields', async () => {
    const { serve, calls } = serveRecording();
    expect(await serve(ours, 'media.get', { mediaId: 7 })).toMatchObject({ ok: false, error: { code: 'data.invalid-input', fields: [{ path: 'mediaId' }] } });
    expect(await serve(ours, 'media.get', { mediaId: 'a', more: 'b' })).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
    expect(await serve(ours, 'session.lock', {})).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
    expect(calls).toEqual([]);
  });

  it('hands the parsed payload to the handler of that name', async () => {
    const { serve, calls } = serveRecording();
    expect(await serve(ours, 'media.get', { mediaId: 'a' })).toEqual(succeed(undefined));
    expect(calls).toEqual([['media.get', { mediaId: 'a' }]]);
  });

  it('hands on the members of what is inside in the order in which they came', async () => {
    const { serve, calls } = serveRecording();
    const to = { vendor: { b: 1, a: 2 }, text: 'seen', time: '2026-03-14T09:30:00Z', authorString: 'N. Nurse', id: 'n1' };
    await serve(ours, 'media.edit', { edit: { to, from: null, at: 0, element: 'note' }, mediaId: 'a' });
    const [, input] = calls[0] as [string, { readonly edit: { readonly to: unknown } }];
    expect(JSON.stringify(input.edit.to)).toBe(JSON.stringify(to));
  });

  it('answers a bug with a code and logs where it arose, never its message', async () => {
    const { serve, logged } = serveRecording();
    expect(await serve(ours, 'sync.now', undefined)).toEqual({ ok: false, error: { code: 'local.unexpected' } });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/^sync\.now Error\n {4}at /);
    expect(logged[0]).not.toContain('Marchbanks');
  });
});
