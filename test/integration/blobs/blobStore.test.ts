import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobStore, type ClosableBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { collect } from '../../support/collect.ts';
import { makeSmallDisk, smallDisksCanBeMade, type SmallDisk } from '../../support/smallDisk.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const key = new Uint8Array(32).fill(7);
const chunk = 64 * 1024;
/** Around every border there is: none, one chunk, two. */
const sizes = [0, 1, 15, 16, 17, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 2 * chunk, 2 * chunk + 1, 300_000];

const open = async (directory: string): Promise<ClosableBlobStore> => unwrap(await openBlobStore({ directory, key }));
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const fileOf = (directory: string, sha256: string): string => join(directory, sha256.slice(0, 2), sha256);
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name);

async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.byteLength; offset += pieceBytes) yield Promise.resolve(bytes.subarray(offset, offset + pieceBytes));
}

describe('blobs', () => {
  it.each(sizes)('%i bytes come back as they went in', async (size) => {
    const store = await open(await temporaryDirectory());
    const bytes = randomBytes(size);
    expect(await store.write(bytes)).toEqual({ ok: true, value: { sha256: sha256Of(bytes), size } });
    expect(await collect(store.read(sha256Of(bytes)))).toEqual(bytes);
    expect(await store.size(sha256Of(bytes))).toEqual({ ok: true, value: size });
    expect(await store.has(sha256Of(bytes))).toBe(true);
  });

  it('any range of any size, written in any pieces, is that range', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...sizes), fc.nat({ max: 3 * chunk })), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 2 * chunk }),
        async (size, first, second, pieceBytes) => {
          const bytes = randomBytes(size);
          const { sha256 } = unwrap(await store.write(inPieces(bytes, pieceBytes)));
          const [start, end] = [first % (size + 2), second % (size + 2)].sort((left, right) => left - right) as [number, number];
          expect(await collect(store.read(sha256, { start, end }))).toEqual(bytes.subarray(start, end));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps one file for the same bytes, and no other', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    const bytes = randomBytes(1000);
    await Promise.all([store.write(bytes), store.write(bytes), store.write(inPieces(bytes, 7))]);
    expect(filesIn(directory)).toEqual([sha256Of(bytes)]);
    const listed: string[] = [];
    for await (const sha256 of store.list()) listed.push(sha256);
    expect(listed).toEqual([sha256Of(bytes)]);
    await store.remove(sha256Of(bytes));
    expect(await store.has(sha256Of(bytes))).toBe(false);
    expect(filesIn(directory)).toEqual([]);
  });

  it('writes nothing of the plain bytes to the disk', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('JFIF GIF89a PNG a name '.repeat(9000))]);
    const { sha256 } = unwrap(await store.write(bytes));
    const onDisk = readFileSync(fileOf(directory, sha256));
    for (const trace of ['JFIF', 'GIF89a', 'a name']) expect(onDisk.includes(trace)).toBe(false);
    expect(onDisk.includes(bytes.subarray(0, 4))).toBe(false);
  });
});

describe('a damaged blob', () => {
  it('every flipped bit is noticed before a byte of its chunk is given out', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    const bytes = randomBytes(chunk + 500);
    const { sha256 } = unwrap(await store.write(bytes));
    const intact = readFileSync(fileOf(directory, sha256));
    const everywhere = Array.from({ length: 88 }, (_, index) => index); // header and the start of the first chunk
    const somewhere = Array.from({ length: 150 }, () => Math.floor(Math.random() * intact.length));
    const atTheEnd = Array.from({ length: 90 }, (_, index) => intact.length - 1 - index); // last tag and trailer
    for (const position of [...everywhere, ...somewhere, ...atTheEnd]) {
      const damaged = Buffer.from(intact);
      damaged.writeUInt8(damaged.readUInt8(position) ^ (1 << (position % 8)), position);
      writeFileSync(fileOf(directory, sha256), damaged);
      await expect(collect(store.read(sha256)), `bit of byte ${String(position)}`).rejects.toMatchObject({ failure: { code: 'local.blob-corrupt' } });
    }
  });

  it.each<[string, (file: Buffer) => Buffer]>([
    ['cut at the end', (file) => file.subarray(0, -1)],
    ['cut by its last chunk', (file) => Buffer.concat([file.subarray(0, 32 + 2 * (chunk + 16)), file.subarray(-56)])],
    ['with two chunks swapped', (file) => {
      const [first, second] = [file.subarray(32, 32 + chunk + 16), file.subarray(32 + chunk + 16, 32 + 2 * (chunk + 16))];
      return Buffer.concat([file.subarray(0, 32), second, first, file.subarray(32 + 2 * (chunk + 16))]);
    }],
    ['with a byte more', (file) => Buffer.concat([file, Buffer.of(0)])],
    ['emptied', () => Buffer.alloc(0)],
  ])('%s is noticed', async (_name, damage) => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    const { sha256 } = unwrap(await store.write(randomBytes(2 * chunk + 100)));
    writeFileSync(fileOf(directory, sha256), damage(readFileSync(fileOf(directory, sha256))));
    await expect(collect(store.read(sha256))).rejects.toMatchObject({ failure: { code: 'local.blob-corrupt' } });
  });

  it('that is another blob under its name is noticed', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    const one = unwrap(await store.write(Buffer.from('one'))).sha256;
    const two = unwrap(await store.write(Buffer.from('two'))).sha256;
    renameSync(fileOf(directory, two), fileOf(directory, one));
    expect(await store.size(one)).toMatchObject({ error: { code: 'local.blob-corrupt', detail: 'name' } });
    expect(await store.size(two)).toMatchObject({ error: { code: 'local.blob-missing' } });
  });

  it('is made whole by writing the same bytes again', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    const bytes = randomBytes(5000);
    const { sha256 } = unwrap(await store.write(bytes));
    const damaged = readFileSync(fileOf(directory, sha256));
    damaged.writeUInt8(damaged.readUInt8(100) ^ 1, 100);
    writeFileSync(fileOf(directory, sha256), damaged);
    unwrap(await store.write(bytes));
    expect(await collect(store.read(sha256))).toEqual(bytes);
  });

  it('written with another key is not opened', async () => {
    const directory = await temporaryDirectory();
    const { sha256 } = unwrap(await (await open(directory)).write(Buffer.from('one')));
    const other = unwrap(await openBlobStore({ directory, key: new Uint8Array(32).fill(8) }));
    expect(await other.size(sha256)).toMatchObject({ error: { code: 'local.blob-corrupt' } });
  });
});

describe('what goes wrong while writing', () => {
  it('a source that breaks leaves nothing behind', async () => {
    const directory = await temporaryDirectory();
    const store = await open(directory);
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(randomBytes(100_000));
      throw new Error('the line broke');
    }
    await expect(store.write(breaking())).rejects.toThrow('the line broke');
    expect(filesIn(directory)).toEqual([]);
  });

  it('what a killed write left is removed at the next start', async () => {
    const directory = await temporaryDirectory();
    const kept = unwrap(await (await open(directory)).write(Buffer.from('kept'))).sha256;
    writeFileSync(join(directory, 'writing-1b4e28ba'), 'half a picture');
    await open(directory);
    expect(filesIn(directory)).toEqual([kept]);
  });

  it('a closed store answers nothing more', async () => {
    const store = await open(await temporaryDirectory());
    const { sha256 } = unwrap(await store.write(Buffer.from('one')));
    store.close();
    expect(await store.write(Buffer.from('two'))).toMatchObject({ error: { code: 'local.locked' } });
    await expect(collect(store.read(sha256))).rejects.toMatchObject({ failure: { code: 'local.locked' } });
  });

  it('a name from outside never becomes a path', async () => {
    const store = await open(await temporaryDirectory());
    await expect(store.size('../../etc/passwd')).rejects.toThrow(RangeError);
  });

  describe.runIf(smallDisksCanBeMade)('on a small disk', () => {
    let disk: SmallDisk;
    beforeEach(() => {
      disk = makeSmallDisk(2);
    });
    afterEach(() => {
      disk.remove();
    });

    it('says that it is full, leaves nothing behind, keeps what is there, and works again when there is room', async () => {
      const directory = join(disk.directory, 'blobs');
      const store = await open(directory);
      const first = randomBytes(500_000);
      const { sha256 } = unwrap(await store.write(first));
      expect(await store.write(randomBytes(3_000_000))).toMatchObject({ ok: false, error: { code: 'local.disk-full' } });
      expect(filesIn(directory)).toEqual([sha256]);
      expect(await collect(store.read(sha256))).toEqual(first);
      await store.remove(sha256);
      const second = randomBytes(1_500_000);
      expect(await collect(store.read(unwrap(await store.write(second)).sha256))).toEqual(second);
    });

    it('says that it is read-only and still reads', async () => {
      const directory = join(disk.directory, 'blobs');
      const store = await open(directory);
      const { sha256 } = unwrap(await store.write(Buffer.from('one')));
      disk.setReadOnly(true);
      expect(await store.write(Buffer.from('two'))).toMatchObject({ ok: false, error: { code: 'local.read-only' } });
      expect((await collect(store.read(sha256))).toString()).toBe('one');
      expect((await collect((await open(directory)).read(sha256))).toString()).toBe('one');
    });
  });
});
