import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { salvageBlob } from '../../../electron/blobs/salvageBlob.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const key = new Uint8Array(32).fill(7);
const chunk = 64 * 1024;
const sealedChunk = chunk + 16;

describe.each([1, 1000, chunk, 2 * chunk + 500])('a blob of %i bytes', (size) => {
  const bytes = randomBytes(size);
  let directory: string;
  let sha256: string;
  let path: string;
  let intact: Buffer;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    ({ sha256 } = unwrap(await unwrap(await openBlobStore({ directory, key })).write(bytes)));
    path = join(directory, sha256.slice(0, 2), sha256);
    intact = readFileSync(path);
  });

  async function salvagedAfter(damage: (file: Buffer) => Buffer) {
    const damaged = damage(Buffer.from(intact));
    writeFileSync(path, damaged);
    const salvaged = await salvageBlob(directory, key, sha256);
    expect(readFileSync(path).equals(damaged)).toBe(true);
    return salvaged;
  }
  const flip = (file: Buffer, ...bits: readonly number[]): Buffer => {
    for (const bit of bits) file.writeUInt8(file.readUInt8(bit >> 3) ^ (0x80 >> (bit & 7)), bit >> 3);
    return file;
  };

  it('comes back whole with any one bit flipped, and the file stays as it was', async () => {
    const random = seededRandom(size);
    const header = Array.from({ length: 32 }, (_, byte) => byte * 8 + (byte % 8));
    const anywhere = Array.from({ length: 12 }, () => Math.floor(random() * intact.length * 8));
    const ends = [32 * 8, intact.length * 8 - 1, (intact.length - 56) * 8, (intact.length - 57) * 8];
    for (const bit of [...header, ...anywhere, ...ends]) {
      const salvaged = await salvagedAfter((file) => flip(file, bit));
      expect(salvaged?.whole, `bit ${String(bit)}`).toBe(true);
      expect(bytes.equals(salvaged?.bytes ?? Buffer.alloc(0)), `bit ${String(bit)}`).toBe(true);
    }
  });

  it('with two flipped bits in one chunk is what lies there, and says so', async () => {
    const salvaged = await salvagedAfter((file) => flip(file, 32 * 8, 32 * 8 + 3));
    expect(salvaged?.whole).toBe(false);
    const different = [...(salvaged?.bytes ?? [])].filter((byte, at) => byte !== bytes[at]);
    expect(different).toHaveLength(1);
  });

  it('cut off is what is left of it', async () => {
    expect(await salvagedAfter((file) => file.subarray(0, 60))).toBeUndefined();
    if (size <= sealedChunk) return;
    const salvaged = await salvagedAfter((file) => file.subarray(0, 32 + 2 * sealedChunk + 56));
    expect(salvaged?.whole).toBe(false);
    expect(bytes.subarray(0, chunk).equals(Buffer.from(salvaged?.bytes ?? []).subarray(0, chunk))).toBe(true);
  });
});
