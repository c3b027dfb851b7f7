import { once } from 'node:events';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { killNow, startProcess } from '../../support/processes.ts';
import { rangeServer, type Trouble } from '../../support/rangeServer.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const fetcher = new URL('../../support/children/byteFetcher.ts', import.meta.url);
const chunk = 64 * 1024;
/** Words that would be found on the disk, were they not encrypted. */
const words = Buffer.from('granulation tissue at the wound edge ');
const bytes = Buffer.concat([randomBytes(4 * 1024 * 1024), Buffer.alloc(4 * 1024 * 1024, words), randomBytes(8 * 1024 * 1024 + 77)]);
const content = JSON.stringify({ contentType: 'video/mp4', url: 'Binary/1', size: bytes.byteLength, hash: createHash('sha1').update(bytes).digest('base64') });
const sixtyPercent = Math.floor(bytes.byteLength * 0.6);

const partialsIn = (directory: string): string[] => {
  try {
    return readdirSync(join(directory, 'partial')).filter((name) => !name.endsWith('.note')).map((name) => join(directory, 'partial', name));
  } catch {
    return [];
  }
};

/** A process that was killed when it had received as much as the server would send. */
async function killedAt(directory: string, origin: string, received: number): Promise<void> {
  const child = startProcess(fetcher, directory, origin, content);
  await vi.waitFor(() => {
    expect(Math.max(...partialsIn(directory).map((path) => statSync(path).size))).toBeGreaterThan(received - 2 * chunk);
  }, { timeout: 120_000, interval: 20 });
  await killNow(child);
}

const stalls = (...positions: number[]) => (request: number): Trouble | undefined => (positions[request] === undefined ? undefined : { stallAt: positions[request] });

describe('a fetch whose process is killed with -9', () => {
  it('goes on in the next process, and in the one after that', async () => {
    const directory = await temporaryDirectory();
    const server = await rangeServer(() => bytes, stalls(sixtyPercent, sixtyPercent + 3 * 1024 * 1024));
    await killedAt(directory, server.origin, sixtyPercent);
    await killedAt(directory, server.origin, sixtyPercent + 3 * 1024 * 1024);
    const child = startProcess(fetcher, directory, server.origin, content);
    const [answer] = (await once(child, 'message')) as unknown[];
    expect(answer).toStrictEqual({ ok: true, value: { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength } });
    const [, second, third] = server.answers.map(({ start }) => start);
    expect(second).toBeGreaterThan(sixtyPercent - 2 * chunk);
    expect(third).toBeGreaterThan(sixtyPercent + 3 * 1024 * 1024 - 2 * chunk);
    expect(server.answers.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(bytes.byteLength + 4 * chunk);
    expect(partialsIn(directory)).toStrictEqual([]);
  });

  it('leaves nothing readable, no blob, and nothing at all after a week', async () => {
    const directory = await temporaryDirectory();
    const server = await rangeServer(() => bytes, stalls(sixtyPercent));
    await killedAt(directory, server.origin, sixtyPercent);
    const [partial = ''] = partialsIn(directory);
    expect(readFileSync(partial).includes(words)).toBe(false);
    expect(partial).not.toContain('media-1');
    const store = unwrap(await openBlobStore({ directory, key: new Uint8Array(32).fill(7) }));
    for await (const listed of store.list()) expect.unreachable(listed);
    expect((await store.kept('media-1'))?.size).toBeGreaterThan(sixtyPercent - 2 * chunk);
    expect(await store.kept('media-2')).toBeUndefined();
    store.close();
    const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
    utimesSync(partial, longAgo, longAgo);
    unwrap(await openBlobStore({ directory, key: new Uint8Array(32).fill(7) })).close();
    expect(readdirSync(join(directory, 'partial')).filter((name) => !name.endsWith('.note'))).toStrictEqual([]);
    unwrap(await openBlobStore({ directory, key: new Uint8Array(32).fill(7) })).close();
    expect(readdirSync(join(directory, 'partial'))).toStrictEqual([]);
  });

  it('fetches from the beginning what the power cut spoilt', async () => {
    const directory = await temporaryDirectory();
    const server = await rangeServer(() => bytes, stalls(sixtyPercent));
    await killedAt(directory, server.origin, sixtyPercent);
    const [partial = ''] = partialsIn(directory);
    const file = await open(partial, 'r+');
    await file.write(Buffer.alloc(100), 0, 100, 5 * chunk);
    await file.close();
    const child = startProcess(fetcher, directory, server.origin, content);
    const [answer] = (await once(child, 'message')) as unknown[];
    expect(answer).toMatchObject({ ok: true });
    expect(server.answers.at(-1)).toMatchObject({ start: 0, sent: bytes.byteLength });
  });
});
