import { randomBytes } from 'node:crypto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Blobs } from '../../../electron/mediaServer/store/blobs.ts';
import { openDatabase } from '../../../electron/mediaServer/store/openDatabase.ts';
import { makeSmallDisk, smallDisksCanBeMade } from '../../support/smallDisk.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { demoMediaDirectory, fetchToken, outcomeOf, startTestServer, testKey, type TestServer } from './startTestServer.ts';

const chunk = 384 * 1024;
const header = 32;
const tag = 16;
const picture = randomBytes(2 * chunk + 1000);

/** Without the one in stock, which is empty. */
async function filesOf(dataDirectory: string): Promise<readonly string[]> {
  const directory = path.join(dataDirectory, 'binaries');
  const sizes = await Promise.all((await readdir(directory)).map(async (name) => ({ name, size: (await stat(path.join(directory, name))).size })));
  return sizes.filter(({ size }) => size > 0).map(({ name }) => name);
}

async function put(server: TestServer, id: string, bytes: Buffer<ArrayBuffer>, headers: Record<string, string> = {}): Promise<number> {
  return (await server.request(`Binary/${id}`, { method: 'PUT', body: bytes, headers: { 'content-type': 'image/png', ...headers } })).status;
}

it('any bytes, in any pieces, come back: all of them, and any range', async () => {
  const directory = await temporaryDirectory();
  const database = openDatabase(directory, testKey);
  onTestFinished(() => {
    database.close();
  });
  const blobs = new Blobs(database, { directory: path.join(directory, 'binaries'), key: testKey });
  await blobs.prepare();
  onTestFinished(() => blobs.close());
  const borders = [1, 64 * 1024, chunk, 2 * chunk].flatMap((border) => [border - 1, border, border + 1]).filter((size) => size > 0);
  const cases = fc.record({ size: fc.oneof(fc.constantFrom(...borders), fc.integer({ min: 1, max: 3 * chunk })), piece: fc.integer({ min: 3000, max: 300_000 }), from: fc.nat(), length: fc.nat() });
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, piece, from, length }) => {
      const bytes = randomBytes(size);
      const writer = blobs.begin();
      // Copies, for the writer takes what it is given.
      for (let offset = 0; offset < size; offset += piece) await writer.write(Uint8Array.from(bytes.subarray(offset, offset + piece)));
      await writer.finish();
      const key = database.transaction(() => writer.keep())();
      const start = from % size;
      const end = Math.min(size, start + 1 + (length % size));
      for (const [low, high] of [[0, size], [start, end]] as const) {
        const parts: Uint8Array[] = [];
        for await (const part of blobs.read(key, low, high)) parts.push(part);
        expect(Buffer.concat(parts).equals(bytes.subarray(low, high))).toBe(true);
        // Base64 of the pieces can be joined.
        if (low === 0) expect(parts.slice(0, -1).filter((part) => part.byteLength % 3 !== 0)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

describe('a file that is not as it was written', () => {
  const flip = (offset: number) => async (file: string) => {
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(offset < 0 ? bytes.byteLength + offset : offset) ^ 1, offset < 0 ? bytes.byteLength + offset : offset);
    await writeFile(file, bytes);
  };
  it.each<[string, (file: string, other: string) => Promise<void>, string]>([
    ['a flipped bit in its header', flip(10), 'damaged'],
    ['a flipped bit in its first chunk', flip(header + 5), 'damaged'],
    ['a flipped bit at its end', flip(-20), 'damaged'],
    ['its last byte missing', async (file) => truncate(file, (await stat(file)).size - 1), 'damaged'],
    ['nothing left in it', (file) => truncate(file, 0), 'damaged'],
    ['another’s bytes under its name', (file, other) => copyFile(other, file), 'damaged'],
    ['gone', (file) => rm(file), 'missing'],
  ])('%s is an error that says so, and no picture', async (_name, damage, says) => {
    const server = await startTestServer();
    expect(await put(server, 'other', picture)).toBe(201);
    const [other = ''] = await filesOf(server.dataDirectory);
    expect(await put(server, 'b1', picture)).toBe(201);
    const mine = (await filesOf(server.dataDirectory)).find((name) => name !== other) ?? '';
    await damage(path.join(server.dataDirectory, 'binaries', mine), path.join(server.dataDirectory, 'binaries', other));
    const askedAs: readonly Record<string, string>[] = [{}, { range: 'bytes=5-9' }, { accept: 'application/fhir+json' }];
    for (const headers of askedAs) {
      const response = await server.request('Binary/b1', { headers });
      expect([response.status, response.headers.get('etag'), response.headers.get('content-type')]).toEqual([500, null, expect.stringContaining('application/fhir+json')]);
      expect((await outcomeOf(response)).diagnostics).toContain(says);
    }
    expect((await server.request('Binary/other')).status).toBe(200);
    // Sent again, it is whole again.
    expect(await put(server, 'b1', picture)).toBe(200);
    expect(Buffer.from(await (await server.request('Binary/b1')).arrayBuffer()).equals(picture)).toBe(true);
  });

  it('damaged further on breaks off before the damage; what lies elsewhere in it is still good', async () => {
    const server = await startTestServer();
    await put(server, 'b1', picture);
    const [name = ''] = await filesOf(server.dataDirectory);
    await flip(header + chunk + tag + 7)(path.join(server.dataDirectory, 'binaries', name));
    const response = await server.request('Binary/b1');
    const heard: Uint8Array[] = [];
    await expect(async () => {
      for await (const part of response.body ?? []) heard.push(part);
    }).rejects.toThrow();
    expect(Buffer.concat(heard).equals(picture.subarray(0, Buffer.concat(heard).byteLength))).toBe(true);
    expect(Buffer.concat(heard).byteLength).toBeLessThanOrEqual(chunk);
    const last = await server.request('Binary/b1', { headers: { range: 'bytes=-500' } });
    expect(Buffer.from(await last.arrayBuffer()).equals(picture.subarray(-500))).toBe(true);
  });
});

describe('what was not taken', () => {
  it('leaves no file', async () => {
    const server = await startTestServer({ largestBinaryBytes: 1_500_000 });
    expect(await put(server, 'b1', picture)).toBe(201);
    expect(await put(server, 'b1', picture, { 'if-match': 'W/"9"' })).toBe(412);
    expect(await put(server, 'an id with spaces', picture)).toBe(400);
    expect(await put(server, 'b2', randomBytes(1_500_001))).toBe(413);
    expect(await put(server, 'b3', randomBytes(500))).toBe(201);
    expect(await filesOf(server.dataDirectory)).toHaveLength(1);
  });

  it('for somebody removed its file meanwhile is not acknowledged', async () => {
    const server = await startTestServer();
    const directory = path.join(server.dataDirectory, 'binaries');
    await expect.poll(() => readdir(directory)).toHaveLength(1);
    for (const name of await readdir(directory)) await rm(path.join(directory, name));
    expect(await put(server, 'b1', picture)).toBe(500);
    expect(await put(server, 'b1', picture)).toBe(201);
  });

  it('for the process was killed meanwhile is neither seen nor kept', async () => {
    const dataDirectory = await temporaryDirectory();
    const child = fork(new URL('../../../electron/mediaServer/process.ts', import.meta.url).pathname, [], { serialization: 'advanced' });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    child.send({ kind: 'start', dataDirectory, key: testKey, port: 0, seed: false, demoMediaDirectory });
    const [message] = (await once(child, 'message')) as [unknown];
    const handle = z.object({ baseUrl: z.string(), tokenUrl: z.string(), clientId: z.string(), clientSecret: z.string() }).parse(message);
    const token = await fetchToken(handle);
    const url = new URL(handle.baseUrl);
    const head = (id: string, length: number) =>
      `PUT ${url.pathname}/Binary/${id} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: image/png\r\nContent-Length: ${String(length)}\r\n\r\n`;
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => undefined);
    const answer = once(socket, 'data');
    socket.write(head('whole', picture.byteLength));
    socket.write(picture);
    await answer;
    socket.write(head('cut', 9_000_000));
    socket.write(randomBytes(5_000_000));
    const sizes = async () => Promise.all((await filesOf(dataDirectory)).map(async (name) => (await stat(path.join(dataDirectory, 'binaries', name))).size));
    await expect.poll(async () => (await sizes()).filter((size) => size > 2_000_000)).toHaveLength(1);
    const killed = once(child, 'exit');
    child.kill('SIGKILL');
    await killed;
    const cut = await readdir(path.join(dataDirectory, 'binaries'));
    expect(await filesOf(dataDirectory)).toHaveLength(2);

    const notOurs = path.join(dataDirectory, 'binaries', 'notes.txt');
    await writeFile(notOurs, 'kept');
    const again = await startTestServer({ dataDirectory });
    expect((await again.request('Binary/cut')).status).toBe(404);
    expect(Buffer.from(await (await again.request('Binary/whole')).arrayBuffer()).equals(picture)).toBe(true);
    const left = (await filesOf(dataDirectory)).filter((name) => name !== 'notes.txt');
    expect(left).toHaveLength(1);
    expect((await readdir(path.join(dataDirectory, 'binaries'))).filter((name) => cut.includes(name))).toEqual(left);
    expect(await readFile(notOurs, 'utf8')).toBe('kept');
    await again.close();
    expect((await readdir(path.join(dataDirectory, 'binaries'))).toSorted()).toEqual([...left, 'notes.txt'].toSorted());
  });

  it.runIf(smallDisksCanBeMade)('for the disk is full says so, and leaves room for what fits', async () => {
    const disk = makeSmallDisk(8);
    onTestFinished(() => {
      disk.remove();
    });
    const server = await startTestServer({ dataDirectory: disk.directory });
    expect(await put(server, 'large', randomBytes(12_000_000))).toBe(507);
    expect(await filesOf(disk.directory)).toEqual([]);
    expect(await put(server, 'fits', picture)).toBe(201);
    expect(Buffer.from(await (await server.request('Binary/fits')).arrayBuffer()).equals(picture)).toBe(true);
    await server.close();
  });
});
