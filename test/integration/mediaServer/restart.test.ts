import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMediaServer } from '../../../electron/mediaServer/startMediaServer.ts';
import { demoPatients } from '../../../electron/mediaServer/demo/catalogue.ts';
import { openEncrypted } from '../../../electron/sqlite/openEncrypted.ts';
import { FailureError } from '../../../shared/errors/result.ts';
import { demoMediaDirectory, media, patient, startTestServer, testKey, type TestServer } from './startTestServer.ts';

const database = 'media-server.sqlite';

async function failureOf(start: Promise<unknown>): Promise<string> {
  try {
    await start;
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
  return 'started';
}

const start = (dataDirectory: string, more: { key?: Uint8Array; port?: number } = {}) =>
  startMediaServer({ dataDirectory, key: testKey, port: 0, seed: false, demoMediaDirectory, ...more });

describe('after a restart', () => {
  it('everything is there: resources, versions, bytes, client, tokens, port; and instants go on rising', async () => {
    const first = await startTestServer({ now: () => 9_000_000 });
    await first.put(patient);
    await first.put({ ...patient, gender: 'male' });
    await first.put({ ...media, id: 'm1' });
    await first.request('Binary/b1', { method: 'PUT', body: 'bytes', headers: { 'content-type': 'image/png' } });
    await first.close();
    const second = await startTestServer({ dataDirectory: first.dataDirectory, now: () => 1_000 });
    expect([second.baseUrl, second.clientId, second.clientSecret]).toEqual([first.baseUrl, first.clientId, first.clientSecret]);
    expect((await fetch(`${second.baseUrl}/Patient/p1`, { headers: { authorization: `Bearer ${first.token}` } })).status).toBe(200);
    expect(await second.read('Patient/p1/_history/1')).not.toHaveProperty('gender');
    expect(await (await second.request('Binary/b1')).text()).toBe('bytes');
    expect((await second.search('Media?patient=p1')).entry).toHaveLength(1);
    await second.put({ ...patient, id: 'p2' });
    const [newest] = (await second.search('Patient?_sort=-_lastUpdated')).entry ?? [];
    expect(newest?.resource?.id).toBe('p2');
  });

  it('another port is taken when the last one is busy; a port that was asked for is refused', async () => {
    const first = await startTestServer();
    await first.close();
    const port = Number(new URL(first.baseUrl).port);
    const squatter = createServer();
    await new Promise<void>((resolve) => {
      squatter.listen(port, '127.0.0.1', resolve);
    });
    try {
      expect(await failureOf(start(first.dataDirectory, { port }))).toBe('local.port-refused');
      const second = await startTestServer({ dataDirectory: first.dataDirectory });
      expect(new URL(second.baseUrl).port).not.toBe(String(port));
      expect((await second.search('Patient')).resourceType).toBe('Bundle');
    } finally {
      squatter.close();
    }
  });
});

describe('a database that cannot be served', () => {
  it('from a newer server is refused and kept', async () => {
    const { dataDirectory, close } = await startTestServer();
    await close();
    const file = path.join(dataDirectory, database);
    const opened = openEncrypted({ file, key: testKey });
    opened.pragma('user_version=99');
    opened.close();
    expect(await failureOf(start(dataDirectory))).toBe('local.database-newer');
    const again = openEncrypted({ file, key: testKey });
    expect(again.pragma('user_version', { simple: true })).toBe(99);
    again.close();
  });

  it('under another key, or damaged, is refused and kept byte for byte', async () => {
    const { dataDirectory, close } = await startTestServer();
    await close();
    const file = path.join(dataDirectory, database);
    const before = await readFile(file);
    expect(await failureOf(start(dataDirectory, { key: new Uint8Array(32).fill(8) }))).toBe('local.database-corrupt');
    expect((await readFile(file)).equals(before)).toBe(true);
    const damaged = Buffer.concat([randomBytes(200), before.subarray(200)]);
    await writeFile(file, damaged);
    expect(await failureOf(start(dataDirectory))).toBe('local.database-corrupt');
    expect((await readFile(file)).equals(damaged)).toBe(true);
  });

  it('that another server holds is refused', async () => {
    const { dataDirectory } = await startTestServer();
    expect(await failureOf(start(dataDirectory))).toBe('local.in-use');
  });
});

it('keeps nothing readable on the disk: no name, no note, no picture', async () => {
  const server: TestServer = await startTestServer({ seed: true });
  // Longer than the magic itself: three bytes of ciphertext may be any three bytes by chance.
  const jpegHead = Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF', 'latin1');
  const jpeg = Buffer.concat([jpegHead, randomBytes(3_000_000)]);
  await server.request('Binary/photo', { method: 'PUT', body: jpeg, headers: { 'content-type': 'image/jpeg' } });
  const needles = [
    ...Object.values(demoPatients).map(({ family }) => Buffer.from(family)), Buffer.from('Nearly closed'), jpegHead, Buffer.from('GIF89a'), Buffer.from('\x89PNG\r\n', 'latin1'),
    Buffer.from('resourceType'), Buffer.from(server.clientSecret), Buffer.from('SQLite format'),
  ];
  const found = async () => {
    const entries = await readdir(server.dataDirectory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    const contents = await Promise.all(files.map((file) => readFile(file)));
    expect(contents.reduce((sum, content) => sum + content.byteLength, 0)).toBeGreaterThan(3_000_000);
    return needles.filter((needle) => contents.some((content) => content.includes(needle)) || files.some((file) => file.includes(needle.toString())));
  };
  expect(await found()).toEqual([]);
  await server.close();
  expect(await found()).toEqual([]);
});
