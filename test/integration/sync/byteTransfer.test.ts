import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { fetchContent } from '../../../electron/sync/fetchContent.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Attachment } from '../../../shared/fhir/elements.ts';
import { rangeServer, type Trouble } from '../../support/rangeServer.ts';
import { rawServer } from '../../support/rawServer.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const key = new Uint8Array(32).fill(7);
const chunk = 64 * 1024;
/**
 * What arrived and was not read when the connection ended is lost with it: Node's stream holds just under its mark of 64 KiB, and the read of up to as
 * much that takes it over.
 */
const lostWithConnection = 2 * chunk;
/** And what a process that ends loses of what it received: the chunk it gathers, and the one it holds back. */
const mostLost = lostWithConnection + 2 * chunk;
const bytes = randomBytes(3 * 1024 * 1024 + 12_345);
const others = randomBytes(bytes.byteLength);

const sha1 = (data: Uint8Array) => createHash('sha1').update(data).digest('base64');
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const described = (data: Uint8Array): Attachment => ({ contentType: 'video/mp4', url: 'Binary/1', size: data.byteLength, hash: sha1(data) });
const open = async (directory: string) => unwrap(await openBlobStore({ directory, key }));
const partialsIn = (directory: string): string[] => {
  try {
    return readdirSync(join(directory, 'partial'));
  } catch {
    return [];
  }
};

/** One process: opens the store, fetches once. */
async function fetchOnce(directory: string, origin: string, content: Attachment, options: { readonly signal?: AbortSignal; readonly onProgress?: (received: number, total: number | null) => void } = {}) {
  const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }, { idleMilliseconds: 200 }));
  const blobs = await open(directory);
  const { signal = new AbortController().signal, onProgress = () => undefined } = options;
  const answer = await fetchContent({ chart, blobs, signal, key: 'media-1', onProgress }, content);
  const kept = (await blobs.kept('media-1'))?.size ?? 0;
  const blobIds: string[] = [];
  for await (const id of blobs.list()) blobIds.push(id);
  blobs.close();
  return { answer, kept, blobIds };
}

/** The troubles of the requests, one after the other. */
const inTurn = (...troubles: Trouble[]) => (request: number): Trouble | undefined => troubles[request];
const away: Trouble = { status: 503 };
const at = (share: number) => Math.floor(bytes.byteLength * share);

describe('an interrupted download', () => {
  it('is gone on with at once where the connection broke, and next to nothing is sent twice', async () => {
    const server = await rangeServer(() => bytes, inTurn({ cutAt: at(0.3) }, { cutAt: at(0.6) }));
    const { answer, blobIds } = await fetchOnce(await temporaryDirectory(), server.origin, described(bytes));
    expect(answer).toStrictEqual({ ok: true, value: { sha256: sha256(bytes), size: bytes.byteLength } });
    expect(blobIds).toStrictEqual([sha256(bytes)]);
    expect(server.answers.map(({ ifRange }) => ifRange)).toStrictEqual([undefined, '"v1"', '"v1"']);
    expect(server.answers[2]?.start).toBeGreaterThan(at(0.6) - lostWithConnection);
    expect(server.answers.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(bytes.byteLength + 2 * lostWithConnection);
  });

  it('goes on after a stall', async () => {
    const server = await rangeServer(() => bytes, inTurn({ stallAt: at(0.5) }));
    const { answer } = await fetchOnce(await temporaryDirectory(), server.origin, described(bytes));
    expect(answer.ok).toBe(true);
    expect(server.answers.map(({ start }) => start)).toStrictEqual([0, at(0.5)]);
  });

  it('goes on after an answer that ended early and called itself whole', async () => {
    const server = await rangeServer(() => bytes, inTurn({ cutAt: at(0.2) }, { endAt: at(0.5) }));
    const { answer } = await fetchOnce(await temporaryDirectory(), server.origin, described(bytes));
    expect(answer.ok).toBe(true);
    expect(server.answers.at(-1)?.start).toBe(at(0.5));
  });

  it('is given up when the connections bring nothing any more', async () => {
    const server = await rangeServer(() => bytes, () => ({ cutAt: at(0.5) }));
    const { answer, kept } = await fetchOnce(await temporaryDirectory(), server.origin, described(bytes));
    expect(answer).toMatchObject({ ok: false, error: { code: 'server.unreachable' } });
    expect(server.answers).toHaveLength(2);
    expect(kept).toBeGreaterThan(at(0.5) - mostLost);
  });

  it('wherever it is cut, the next process sends for the rest alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.byteLength - 1 }), fc.integer({ min: 0, max: bytes.byteLength - 1 }), async (one, two) => {
        const [first, second] = [Math.min(one, two), Math.max(one, two)];
        const directory = await temporaryDirectory();
        const server = await rangeServer(() => bytes, inTurn({ cutAt: first }, away, { cutAt: second }, away));
        let answer: Awaited<ReturnType<typeof fetchOnce>>;
        do {
          answer = await fetchOnce(directory, server.origin, described(bytes));
          if (!answer.answer.ok) expect(answer.blobIds).toStrictEqual([]);
        } while (!answer.answer.ok && server.answers.length < 10);
        expect(answer.answer).toStrictEqual({ ok: true, value: { sha256: sha256(bytes), size: bytes.byteLength } });
        expect(partialsIn(directory)).toStrictEqual([]);
        const last = server.answers.at(-1)?.start ?? 0;
        // Less than a megabyte is not worth keeping.
        if (second >= 1024 * 1024 + mostLost) expect(last).toBeGreaterThan(second - mostLost);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['other bytes under a new ETag', { etag: '"v2"' }],
    ['a server that knows no ranges', { ignoreRange: true }],
    ['a range nobody asked for', { contentRange: `bytes 0-${String(bytes.byteLength - 1)}/${String(bytes.byteLength)}` }],
    ['a range that is none', { contentRange: 'bytes abc' }],
    ['a range that ends behind the end', { contentRange: `bytes ${String(at(0.6))}-99999999/100` }],
  ] satisfies [string, Trouble][])('starts over at %s', async (_case, trouble) => {
    const directory = await temporaryDirectory();
    let held: Uint8Array = bytes;
    const server = await rangeServer(() => held, (request) => (request === 0 ? { cutAt: at(0.6) } : request === 1 ? away : trouble));
    const first = await fetchOnce(directory, server.origin, described(bytes));
    expect(first.kept).toBeGreaterThan(at(0.6) - mostLost);
    held = 'etag' in trouble ? others : bytes;
    const { answer, kept } = await fetchOnce(directory, server.origin, described(bytes));
    // The Media still says what the bytes should be; others are never taken for them.
    if ('etag' in trouble) expect(answer).toMatchObject({ ok: false, error: { code: 'data.hash-mismatch' } });
    else expect(answer).toStrictEqual({ ok: true, value: { sha256: sha256(bytes), size: bytes.byteLength } });
    expect([kept, partialsIn(directory)]).toStrictEqual([0, []]);
    expect(server.answers.at(-1)?.sent).toBe(bytes.byteLength);
  });

  it('starts over when the Media has come to mean other bytes', async () => {
    const directory = await temporaryDirectory();
    let held: Uint8Array = bytes;
    const server = await rangeServer(() => held, inTurn({ cutAt: at(0.6) }, away));
    await fetchOnce(directory, server.origin, described(bytes));
    held = others;
    expect((await fetchOnce(directory, server.origin, described(others))).answer).toStrictEqual({ ok: true, value: { sha256: sha256(others), size: others.byteLength } });
    expect(server.answers.at(-1)?.start).toBe(0);
  });

  it('of which the rest is a lie is refused by its hash, forgotten, and fetched anew', async () => {
    const directory = await temporaryDirectory();
    const server = await rangeServer(() => bytes, inTurn({ cutAt: at(0.6) }, away, { otherBytes: others }));
    await fetchOnce(directory, server.origin, described(bytes));
    const lied = await fetchOnce(directory, server.origin, described(bytes));
    expect(lied).toMatchObject({ answer: { ok: false, error: { code: 'data.hash-mismatch' } }, kept: 0, blobIds: [] });
    expect((await fetchOnce(directory, server.origin, described(bytes))).answer.ok).toBe(true);
    expect(server.answers.at(-1)?.start).toBe(0);
  });

  it('goes on under a weak ETag only where a hash will tell', async () => {
    for (const [content, start] of [[described(bytes), 'on'], [{ contentType: 'video/mp4', url: 'Binary/1' }, 'over']] as const) {
      const directory = await temporaryDirectory();
      const server = await rangeServer(() => bytes, (request) => ({ etag: 'W/"1"', ...inTurn({ cutAt: at(0.6) }, start === 'on' ? away : {})(request) }));
      await fetchOnce(directory, server.origin, content);
      expect((await fetchOnce(directory, server.origin, content)).answer.ok).toBe(true);
      const last = server.answers.at(-1);
      expect(last?.ifRange).toBeUndefined();
      expect((last?.start ?? 0) > 0).toBe(start === 'on');
    }
  });

  it('keeps what came before it was cancelled, and reports it', async () => {
    const directory = await temporaryDirectory();
    const server = await rangeServer(() => bytes, inTurn({ stallAt: at(0.6) }));
    const cancel = new AbortController();
    const { answer, kept } = await fetchOnce(directory, server.origin, described(bytes), {
      signal: cancel.signal, onProgress: (received) => { if (received === at(0.6)) cancel.abort(); },
    });
    expect(answer).toStrictEqual({ ok: false, error: { code: 'local.cancelled' } });
    expect(kept).toBeGreaterThan(at(0.6) - mostLost);
    const progress: [number, number | null][] = [];
    expect((await fetchOnce(directory, server.origin, described(bytes), { onProgress: (...step) => { progress.push(step); } })).answer.ok).toBe(true);
    expect(progress[0]).toStrictEqual([kept, bytes.byteLength]);
    expect(progress.at(-1)).toStrictEqual([bytes.byteLength, bytes.byteLength]);
  });
});

describe('bytes that are too many', () => {
  it('are refused by what the answer announces', async () => {
    const server = await rangeServer(() => bytes, inTurn());
    const { answer } = await fetchOnce(await temporaryDirectory(), server.origin, { ...described(bytes), size: 1000 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'data.hash-mismatch', detail: 'size' } });
  });

  it('are refused where they are inflated, and nothing is left of them', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    const { origin, seen } = await rawServer((_request, response) => void response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(bomb));
    const directory = await temporaryDirectory();
    const { answer, blobIds } = await fetchOnce(directory, origin, { contentType: 'image/png', url: 'Binary/1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'data.too-large' } });
    expect(seen[0]?.headers['accept-encoding']).toBe('identity');
    expect([blobIds, readdirSync(directory)]).toStrictEqual([[], []]);
  });
});
