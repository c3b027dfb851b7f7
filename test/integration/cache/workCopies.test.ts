import { randomUUID } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cache } from '../../../electron/cache/cache.ts';
import { WorkCopies } from '../../../electron/cache/workCopies.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { transition } from '../../../shared/sync/transition.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { capture, databaseIn, familyName, highWaterKey, inChart, mustOpen, noteText, page, testMedia, withTestPatient } from '../../support/testCache.ts';

const folderIn = (directory: string) => join(directory, 'work');
const copiesIn = (directory: string, secret = highWaterKey) => new WorkCopies({ folder: folderIn(directory), secret });

async function captured(): Promise<{ readonly directory: string; readonly cache: Cache; readonly mediaId: string }> {
  const directory = await temporaryDirectory();
  const cache = await mustOpen(directory);
  const mediaId = randomUUID();
  unwrap(await capture(cache, await withTestPatient(cache), mediaId, { note: [{ text: noteText }] }));
  return { directory, cache, mediaId };
}

/** The chart took it, and it is proven. */
async function prove(cache: Cache): Promise<void> {
  const now = Date.now();
  for (const entry of await cache.readyEntries(Number.MAX_SAFE_INTEGER)) {
    await cache.saveEntry(transition(transition(transition(entry, { kind: 'sent' }), { kind: 'accepted', now }), { kind: 'confirmed', now }));
  }
}

describe('the second copy of work', () => {
  it('is there when it is told as saved, follows every change, and goes when the chart is proven to hold it', async () => {
    const { directory, cache, mediaId } = await captured();
    expect(copiesIn(directory).read(mediaId)).toMatchObject({ mediaId, operations: ['create'], media: { note: [{ text: noteText }] } });
    const rows = await cache.mediaRows(mediaId);
    unwrap(await cache.recordUpdate({ mediaId, expectedRevision: rows?.revision ?? -1, media: testMedia({ note: [{ text: 'changed' }] }), at: 2000 }));
    expect(copiesIn(directory).read(mediaId)).toMatchObject({ media: { note: [{ text: 'changed' }] } });
    await prove(cache);
    expect(copiesIn(directory).ids()).toStrictEqual([]);
    await cache.close();
  });

  it('tells nothing to who has not the key', async () => {
    const { directory, cache, mediaId } = await captured();
    await cache.close();
    const file = readFileSync(join(folderIn(directory), `${mediaId}.work`));
    for (const trace of [noteText, familyName, 'Media']) expect(file.includes(trace)).toBe(false);
    expect(copiesIn(directory, new Uint8Array(32).fill(9)).read(mediaId)).toBeUndefined();
  });

  it('is made at the next start where it is missing or damaged, and verify says so before', async () => {
    const { directory, cache, mediaId } = await captured();
    const path = join(folderIn(directory), `${mediaId}.work`);
    const damaged = readFileSync(path);
    damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40);
    writeFileSync(path, damaged);
    expect(await cache.verify()).toStrictEqual([`${mediaId}: the second copy of what waits here cannot be read`]);
    await cache.close();
    for (const spoil of [() => undefined, () => rmSync(path)]) {
      spoil();
      const again = await mustOpen(directory);
      expect(await again.verify()).toStrictEqual([]);
      await again.close();
      expect(copiesIn(directory).read(mediaId)).toMatchObject({ mediaId });
    }
  });

  it('of what a kill left behind proven is removed at the next start; one of a Media nobody knows is left alone', async () => {
    const { directory, cache, mediaId } = await captured();
    const [mine, strange] = [join(folderIn(directory), `${mediaId}.work`), join(folderIn(directory), `${randomUUID()}.work`)];
    copyFileSync(mine, `${mine}.before`);
    await prove(cache);
    await cache.close();
    copyFileSync(`${mine}.before`, mine);
    rmSync(`${mine}.before`);
    writeFileSync(strange, 'of another database');
    await (await mustOpen(directory)).close();
    expect(readdirSync(folderIn(directory)).map((name) => join(folderIn(directory), name))).toStrictEqual([strange]);
  });
});

describe('a log SQLite cannot read to its end', () => {
  const pulls = async (cache: Cache) => {
    for (let index = 0; index < 5; index += 1) await cache.applyPage(page({ media: [inChart(`m${String(index)}`, index + 1)] }));
  };

  /** As a power cut leaves it: what was pulled last stands in the log alone. */
  async function cut(): Promise<{ readonly directory: string; readonly log: string }> {
    const { directory, cache } = await captured();
    await pulls(cache);
    const target = await temporaryDirectory();
    for (const name of ['lightbox.db', 'lightbox.db-wal', 'high-water-mark.json']) copyFileSync(join(directory, name), join(target, name));
    await cache.close();
    return { directory: target, log: `${databaseIn(target)}-wal` };
  }
  const kept = (directory: string) => readdirSync(directory).filter((name) => name.includes('.damaged-'));

  it('whole, it is read, and nothing is said', async () => {
    const { directory } = await cut();
    const cache = await mustOpen(directory);
    expect(await cache.verify()).toStrictEqual([]);
    expect(await cache.mediaIds()).toHaveLength(6);
    await cache.close();
    expect(kept(directory)).toStrictEqual([]);
  });

  it('damaged in the middle, it is kept as it was and told of; what a person did is there', async () => {
    const { directory, log } = await cut();
    const damaged = readFileSync(log);
    const at = Math.floor(damaged.length / 2);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
    writeFileSync(log, damaged);
    const cache = await mustOpen(directory);
    expect(await cache.verify()).toStrictEqual([expect.stringMatching(/^database: the end of its log could not be read/)]);
    expect((await cache.outbox()).map(({ state }) => state)).toStrictEqual(['pending']);
    await cache.close();
    const [name, ...more] = kept(directory);
    expect(more).toStrictEqual([]);
    expect(readFileSync(join(directory, name ?? '')).equals(damaged)).toBe(true);
  });

  it('cut off in the middle of what was never finished, nothing is said', async () => {
    const { directory, log } = await cut();
    const whole = readFileSync(log);
    writeFileSync(log, whole.subarray(0, whole.length - 1000));
    const cache = await mustOpen(directory);
    expect(await cache.verify()).toStrictEqual([]);
    await cache.close();
    expect(kept(directory)).toStrictEqual([]);
  });
});
