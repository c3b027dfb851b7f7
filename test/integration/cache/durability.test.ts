import { copyFileSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { HighWaterMark } from '../../../electron/cache/highWaterMark.ts';
import { migrations } from '../../../electron/cache/migrations/migrations.ts';
import { openEncrypted } from '../../../electron/sqlite/openEncrypted.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { collect } from '../../support/collect.ts';
import { killNow, startProcess } from '../../support/processes.ts';
import { makeSmallDisk, smallDisksCanBeMade, type SmallDisk } from '../../support/smallDisk.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import {
  capture, databaseIn, databaseKey, familyName, highWaterKey, inChart, markIn, mustOpen, noteText, openTestCache, page, testPatient, withTestPatient,
} from '../../support/testCache.ts';

const writer = new URL('../../support/children/captureWriter.ts', import.meta.url);

/** Everything in a folder, so that "nothing was touched" can be said. */
function contentsOf(directory: string): Map<string, Buffer> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name))]));
}

async function directoryWithWork(): Promise<{ readonly directory: string; readonly mediaId: string }> {
  const directory = await temporaryDirectory();
  const cache = await mustOpen(directory);
  const mediaId = randomUUID();
  unwrap(await capture(cache, await withTestPatient(cache), mediaId, { note: [{ text: noteText }] }));
  await cache.close();
  return { directory, mediaId };
}

describe('a writer killed in the middle', () => {
  it.each([1, 3, 12])('after %i acknowledged captures: each of them is there whole, and so is the rest', async (least) => {
    const directory = await temporaryDirectory();
    const child = startProcess(writer, directory);
    const acknowledged: { id: string; sha256: string }[] = [];
    await new Promise<void>((resolve) => {
      child.on('message', (message) => {
        acknowledged.push(message as { id: string; sha256: string });
        if (acknowledged.length === least) resolve();
      });
    });
    await killNow(child);

    const cache = await mustOpen(directory);
    const blobs = unwrap(await openBlobStore({ directory: join(directory, 'blobs'), key: new Uint8Array(32).fill(3) }));
    const waiting = await cache.outbox();
    for (const { id, sha256 } of acknowledged) {
      expect((await cache.media(id))?.contentSha256).toBe(sha256);
      expect((await collect(blobs.read(sha256))).byteLength).toBe(20_010);
      expect(waiting.filter((entry) => entry.resourceId === id)).toMatchObject([{ operation: 'create', state: 'pending' }]);
    }
    expect(await cache.verify()).toEqual([]);
    // And it goes on.
    unwrap(await capture(cache, await withTestPatient(cache), randomUUID()));
    await cache.close();

    const traces = [familyName, noteText, Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'GIF89a', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])];
    for (const [path, bytes] of contentsOf(directory)) for (const trace of traces) expect(bytes.includes(trace), `${String(trace)} in ${path}`).toBe(false);
  });
});

describe('what was acknowledged', () => {
  it('is in the database file when the answer comes, not in the log', async () => {
    const directory = await temporaryDirectory();
    const cache = await mustOpen(directory);
    unwrap(await capture(cache, await withTestPatient(cache), randomUUID()));
    expect(statSync(`${databaseIn(directory)}-wal`).size).toBe(0);
    await cache.close();
  });

  it('is missed when the database is older than it, where SQLite alone says that all is well', async () => {
    const { directory } = await directoryWithWork();
    // As after a log whose damaged end SQLite passed over, or a copy put back.
    const older = readFileSync(databaseIn(directory));
    const cache = await mustOpen(directory);
    unwrap(await capture(cache, await withTestPatient(cache), randomUUID()));
    await cache.close();
    writeFileSync(databaseIn(directory), older);
    const before = contentsOf(directory);
    expect(await openTestCache(directory)).toEqual({ ok: false, error: { code: 'local.database-corrupt', detail: 'high-water-mark' } });
    expect(contentsOf(directory)).toEqual(before);
  });

  it('is missed when a bit of the log is flipped: SQLite drops the rest of the log and finds nothing wrong', async () => {
    const { directory } = await directoryWithWork();
    const database = openEncrypted({ file: databaseIn(directory), key: databaseKey });
    const mark = new HighWaterMark({ database, file: markIn(directory), key: highWaterKey });
    database.transaction(() => {
      database.exec(`INSERT INTO settings (name, value) VALUES ('acknowledged', '1')`);
      mark.count();
    })();
    mark.raise();
    // As a power cut leaves it: the log is not yet in the database.
    const [intact, damaged] = [await temporaryDirectory(), await temporaryDirectory()];
    const log = readFileSync(`${databaseIn(directory)}-wal`);
    for (const [target, wal] of [[intact, log], [damaged, flipped(log, 32 + 24 + 2000)]] as const) {
      copyFileSync(databaseIn(directory), databaseIn(target));
      copyFileSync(markIn(directory), markIn(target));
      writeFileSync(`${databaseIn(target)}-wal`, wal);
    }
    database.close();
    const cache = await mustOpen(intact);
    expect(await cache.setting('acknowledged')).toBe(1);
    await cache.close();

    const before = contentsOf(damaged);
    expect(await openTestCache(damaged)).toEqual({ ok: false, error: { code: 'local.database-corrupt', detail: 'high-water-mark' } });
    expect(contentsOf(damaged)).toEqual(before);
    const alone = openEncrypted({ file: databaseIn(damaged), key: databaseKey });
    expect(alone.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(alone.prepare(`SELECT count(*) FROM settings WHERE name = 'acknowledged'`).pluck().get()).toBe(0);
    alone.close();
  });

  it('is missed when the database is gone, and no empty one is put in its place', async () => {
    const { directory } = await directoryWithWork();
    rmSync(databaseIn(directory));
    expect(await openTestCache(directory)).toMatchObject({ error: { code: 'local.database-corrupt', detail: 'high-water-mark' } });
    expect(readdirSync(directory)).toEqual(['high-water-mark.json', 'work']);
  });

  it('is missed when another database of the same key stands there', async () => {
    const [one, two] = [await directoryWithWork(), await directoryWithWork()];
    copyFileSync(databaseIn(two.directory), databaseIn(one.directory));
    expect(await openTestCache(one.directory)).toMatchObject({ error: { code: 'local.database-corrupt', detail: 'high-water-mark' } });
  });

  it('cannot be hidden by an edited mark', async () => {
    const { directory } = await directoryWithWork();
    writeFileSync(markIn(directory), readFileSync(markIn(directory), 'utf8').replace('"commits":1', '"commits":0'));
    expect(await openTestCache(directory)).toMatchObject({ error: { code: 'local.database-corrupt', detail: 'high-water-mark' } });
  });

  it('is there although the mark was not raised before the machine stopped', async () => {
    const { directory, mediaId } = await directoryWithWork();
    const lower = readFileSync(markIn(directory));
    let cache = await mustOpen(directory);
    unwrap(await capture(cache, await withTestPatient(cache), randomUUID()));
    await cache.close();
    writeFileSync(markIn(directory), lower);
    cache = await mustOpen(directory);
    expect((await cache.mediaIds()).length).toBe(2);
    expect(await cache.mediaView(mediaId)).toMatchObject({ safety: { state: 'local' } });
    await cache.close();
    expect(readFileSync(markIn(directory))).not.toEqual(lower);
  });
});

describe('a database that cannot be opened is reported and left as it is', () => {
  it.each<[string, (file: Buffer) => Buffer]>([
    ['with a flipped bit in its first page', (file) => flipped(file, 100)],
    ['cut in half', (file) => file.subarray(0, file.length / 2)],
    ['overwritten', (file) => Buffer.alloc(file.length, 'x')],
  ])('%s', async (_name, damage) => {
    const { directory } = await directoryWithWork();
    writeFileSync(databaseIn(directory), damage(readFileSync(databaseIn(directory))));
    const before = contentsOf(directory);
    expect(await openTestCache(directory)).toMatchObject({ ok: false, error: { code: 'local.database-corrupt' } });
    expect(contentsOf(directory)).toEqual(before);
  });

  it('a flipped bit anywhere is found by opening or by verifying', async () => {
    const { directory } = await directoryWithWork();
    const intact = readFileSync(databaseIn(directory));
    for (let position = 2000; position < intact.length; position += 4096) {
      writeFileSync(databaseIn(directory), flipped(intact, position));
      const opened = await openTestCache(directory);
      if (!opened.ok) {
        expect(opened.error.code).toBe('local.database-corrupt');
        continue;
      }
      expect(await opened.value.verify(), `bit of byte ${String(position)}`).not.toEqual([]);
      await opened.value.close();
    }
  });

  it('with the wrong key', async () => {
    const { directory } = await directoryWithWork();
    const before = contentsOf(directory);
    expect(await openTestCache(directory, new Uint8Array(32).fill(9))).toMatchObject({ ok: false, error: { code: 'local.database-corrupt' } });
    expect(contentsOf(directory)).toEqual(before);
    await (await mustOpen(directory)).close();
  });

  it('written by a newer Lightbox', async () => {
    const { directory } = await directoryWithWork();
    const database = openEncrypted({ file: databaseIn(directory), key: databaseKey });
    database.pragma(`user_version=${String(migrations.length + 1)}`);
    database.close();
    const before = contentsOf(directory);
    expect(await openTestCache(directory)).toMatchObject({ ok: false, error: { code: 'local.database-newer' } });
    expect(contentsOf(directory)).toEqual(before);
  });
});

describe.runIf(smallDisksCanBeMade)('on a small disk', () => {
  let disk: SmallDisk;
  afterEach(() => {
    disk.remove();
  });

  it('a full one refuses new work, keeps all that was acknowledged, and works again when there is room', async () => {
    disk = makeSmallDisk(16);
    const { directory } = disk;
    const cache = await mustOpen(directory);
    const patientId = await withTestPatient(cache);
    const acknowledged: string[] = [];
    const fill = async () => {
      for (;;) {
        const id = randomUUID();
        const saved = await capture(cache, patientId, id, { note: [{ text: 'x'.repeat(100_000) }] });
        if (!saved.ok) return saved.error.code;
        acknowledged.push(id);
      }
    };
    expect(await fill()).toBe('local.disk-full');
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(() => {
      writeFileSync(join(directory, 'ballast'), Buffer.alloc(16_000_000));
    }).toThrow('ENOSPC');
    expect(await fill()).toBe('local.disk-full');
    await expect(cache.saveSetting('name', 'value')).rejects.toMatchObject({ failure: { code: 'local.disk-full' } });
    // A pull stops at the same wall: nothing of the page is kept, its cursor stands where it was.
    const large = Array.from({ length: 50 }, (_, index) => inChart(`m${String(index)}`, 1, { note: [{ text: 'y'.repeat(200_000) }] }));
    await expect(cache.applyPage(page({ media: large, cursor: 'next' }))).rejects.toMatchObject({ failure: { code: 'local.disk-full' } });
    expect(await cache.cursor('test')).toBeUndefined();
    expect([...(await cache.mediaIds())].sort()).toEqual([...acknowledged].sort());

    rmSync(join(directory, 'ballast'));
    disk.grow(32);
    await cache.saveSetting('name', 'value');
    unwrap(await capture(cache, patientId, randomUUID()));
    expect(await cache.verify()).toEqual([]);
    await cache.close();
    const again = await mustOpen(directory);
    expect((await again.mediaIds()).length).toBe(acknowledged.length + 1);
    await again.close();
  });

  it('a read-only one is called that, with and without a database on it', async () => {
    disk = makeSmallDisk(8);
    disk.setReadOnly(true);
    expect(await openTestCache(disk.directory)).toMatchObject({ ok: false, error: { code: 'local.read-only' } });
    disk.setReadOnly(false);
    const cache = await mustOpen(disk.directory);
    await cache.applyPage(page({ patients: [testPatient] }));
    await cache.close();
    disk.setReadOnly(true);
    const before = contentsOf(disk.directory);
    expect(await openTestCache(disk.directory)).toMatchObject({ ok: false, error: { code: 'local.read-only' } });
    expect(contentsOf(disk.directory)).toEqual(before);
  });
});

function flipped(file: Buffer, position: number): Buffer {
  const damaged = Buffer.from(file);
  damaged.writeUInt8(damaged.readUInt8(position) ^ 1, position);
  return damaged;
}
