import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import seedMedia from '../../../electron/mediaServer/demo/seedMedia.json' with { type: 'json' };
import type { Child, SpawnChild } from '../../../electron/process/child.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { animatedPngFile } from '../../support/animatedPngFile.ts';
import { bitmapFile, paddedRows } from '../../support/bitmapFile.ts';
import { noisePattern } from '../../support/stillPatterns.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { tiffFile } from '../../support/tiffFile.ts';
import { adtsWithEmptyFrame, flacWithoutFrames } from '../../support/video/endlessSounds.ts';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const entry = pathOf('../../../electron/imaging/process.ts');
const crashing = pathOf('../../support/children/crashingChild.ts');

let imaging: Imaging;
beforeAll(() => {
  imaging = openImaging({ spawnChild: spawnNodeChild, entry });
});
afterAll(() => imaging.close());

/** 30 x 20 px, red on the left, blue on the right. */
const twoColours = () =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } }).composite([
    { input: { create: { width: 15, height: 20, channels: 3, background: 'blue' } }, left: 15, top: 0 },
  ]);
const frames = (count: number, width: number, height: number): Promise<Buffer[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) => sharp({ create: { width, height, channels: 3, background: { r: index * 9, g: 50, b: 0 } } }).png().toBuffer()),
  );
const animation = async (count: number) => sharp(await frames(count, 12, 8), { join: { animated: true } });

describe('what a file is', () => {
  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['JPEG', () => twoColours().jpeg().toBuffer(), 'image/jpeg'],
    ['PNG', () => twoColours().png().toBuffer(), 'image/png'],
    ['WebP', () => twoColours().webp().toBuffer(), 'image/webp'],
    ['TIFF', () => twoColours().tiff().toBuffer(), 'image/tiff'],
    ['AVIF', () => twoColours().avif({ effort: 0 }).toBuffer(), 'image/avif'],
    ['16-bit grey PNG', () => twoColours().toColourspace('grey16').png().toBuffer(), 'image/png'],
    ['still GIF', () => twoColours().gif().toBuffer(), 'image/gif'],
  ])('a %s, by its bytes', async (_name, make, contentType) => {
    expect(await imaging.probe(await make())).toEqual({ ok: true, value: { contentType, width: 30, height: 20, frames: 1 } });
  });

  it.each<[string, () => Promise<Uint8Array>]>([
    ['GIF', async () => (await animation(7)).gif({ keepDuplicateFrames: true }).toBuffer()],
    ['WebP', async () => (await animation(7)).webp().toBuffer()],
    ['TIFF', async () => (await animation(7)).tiff().toBuffer()],
  ])('the frames of a %s are counted', async (_name, make) => {
    expect(unwrap(await imaging.probe(await make()))).toMatchObject({ width: 12, height: 8, frames: 7 });
  });

  it('the frames of an animated PNG are counted, whatever it declares', async () => {
    const step = { left: 0, top: 0, width: 2, height: 1, pixels: [1, 2, 3, 255, 4, 5, 6, 255] };
    expect(unwrap(await imaging.probe(animatedPngFile(2, 1, [step, step, step, step, step])))).toEqual({ contentType: 'image/png', width: 2, height: 1, frames: 5 });
    expect(unwrap(await imaging.probe(animatedPngFile(2, 1, [step, step, step], 9)))).toMatchObject({ frames: 3 });
  });

  it('a TIFF holds pages of different sizes; copies of a page are none', async () => {
    const page = (side: number, subfile = 0) => ({ width: side, height: side, bits: 8 as const, samples: 1, values: noisePattern({ width: side, height: side, channels: 1 }, 8), more: [[254, subfile] as const] });
    expect(unwrap(await imaging.probe(tiffFile([page(20), page(10, 1), page(30)])))).toEqual({ contentType: 'image/tiff', width: 30, height: 30, frames: 2 });
  });

  it('a BMP, by its bytes', async () => {
    const bitmap = bitmapFile({ width: 2, height: 1, bitsPerPixel: 24, pixels: paddedRows([[0, 0, 255, 255, 0, 0]]) });
    expect(unwrap(await imaging.probe(bitmap))).toEqual({ contentType: 'image/bmp', width: 2, height: 1, frames: 1 });
    expect(await sharp(unwrap(await imaging.thumbnail(bitmap)) ?? new Uint8Array()).metadata()).toMatchObject({ format: 'webp', width: 2, height: 1 });
  });

  it('a TIFF of any length is known, wherever its directory stands', async () => {
    const long = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'red' } }).tiff({ compression: 'none' }).toBuffer();
    expect(long.length).toBeGreaterThan(300_000);
    expect(unwrap(await imaging.probe(long))).toEqual({ contentType: 'image/tiff', width: 400, height: 300, frames: 1 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('size and thumbnail are upright with EXIF orientation %i', async (orientation) => {
    const photo = await twoColours().withMetadata({ orientation }).jpeg().toBuffer();
    const upright = orientation >= 5 ? { width: 20, height: 30 } : { width: 30, height: 20 };
    expect(unwrap(await imaging.probe(photo))).toMatchObject(upright);
    const thumbnail = sharp(unwrap(await imaging.thumbnail(photo)) ?? new Uint8Array());
    expect(await thumbnail.metadata()).toMatchObject(upright);
    const reference = await sharp(photo).autoOrient().removeAlpha().raw().toBuffer();
    const shown = await thumbnail.removeAlpha().raw().toBuffer();
    const redOfFirst = [reference[0] ?? 0, shown[0] ?? 0];
    expect(Math.abs((redOfFirst[0] ?? 0) - (redOfFirst[1] ?? 0))).toBeLessThan(40);
  });

  it.each<[string, Buffer, string]>([
    ['WebM', Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 0x01, 0x42, 0x82, 0x84]), Buffer.from('webm'), Buffer.alloc(40)]), 'video/webm'],
    ['MP4', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(4), Buffer.from('isommp42'), Buffer.alloc(40)]), 'video/mp4'],
    ['WAV', Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WAVEfmt '), Buffer.alloc(40)]), 'audio/wav'],
  ])('a %s is recognised, not decoded, and has no thumbnail', async (_name, bytes, contentType) => {
    expect(await imaging.probe(bytes)).toEqual({ ok: true, value: { contentType, width: null, height: null, frames: 1 } });
    expect(await imaging.thumbnail(bytes)).toEqual({ ok: true, value: null });
  });
});

it("the seed's own picture is a GIF of 126 x 145", async () => {
  const bytes = Buffer.from(seedMedia.content.data.replaceAll(/\s/g, ''), 'base64');
  expect(bytes.length).toBe(2790);
  expect(unwrap(await imaging.probe(bytes))).toEqual({ contentType: 'image/gif', width: 126, height: 145, frames: 1 });
});

describe('what a recording says of itself', () => {
  it.each([['no frame of a FLAC can be read', flacWithoutFrames], ['a frame of AAC says that it is empty', adtsWithEmptyFrame]])('is nothing, at once, where %s', async (_name, make) => {
    expect(await imaging.recording(make())).toEqual({ ok: true, value: { width: null, height: null, durationSeconds: null } });
  });
});

describe('what is refused', () => {
  it.each<[string, Buffer | string, string]>([
    ['nothing', '', 'data.empty-file'],
    ['text', 'a letter', 'data.unsupported-medium'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'data.unsupported-medium'],
    ['an SVG with a prologue', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'data.unsupported-medium'],
    ['a web page', '<!doctype html><script>alert(1)</script>', 'data.unsupported-medium'],
    ['an archive', Buffer.from([0x50, 0x4b, 3, 4, ...Buffer.alloc(60)]), 'data.unsupported-medium'],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'data.unsupported-medium'],
    ['the beginning of a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'data.undecodable'],
  ])('%s', async (_name, content, code) => {
    const bytes = Buffer.from(content);
    expect(await imaging.probe(bytes)).toMatchObject({ ok: false, error: { code } });
    expect(await imaging.thumbnail(bytes)).toMatchObject({ ok: false, error: { code } });
  });

  it.each<[string, () => Promise<Uint8Array>]>([
    ['JPEG', () => noise().jpeg().toBuffer()],
    ['PNG', () => noise().png().toBuffer()],
    ['GIF', () => noise().gif().toBuffer()],
    ['WebP', () => noise().webp().toBuffer()],
    ['TIFF', () => noise().tiff({ compression: 'deflate' }).toBuffer()],
  ])('a %s that was cut off in the middle', async (name, make) => {
    const whole = await make();
    expect(await imaging.probe(whole)).toMatchObject({ ok: true });
    // What a TIFF holds stands at its end.
    const code = name === 'TIFF' ? 'data.truncated' : 'data.undecodable';
    expect(await imaging.probe(whole.slice(0, whole.length * 0.6))).toMatchObject({ ok: false, error: { code } });
  });

  it('damaged pictures are taken or refused, each with an answer, by one process that survives them all', async () => {
    const started: Child[] = [];
    const tough = openImaging({
      entry,
      spawnChild: (module) => {
        const child = spawnNodeChild(module);
        started.push(child);
        return child;
      },
    });
    const whole = await Promise.all([noise().jpeg(), noise().png(), noise().gif(), noise().webp(), noise().tiff()].map((picture) => picture.toBuffer()));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }), fc.nat(), async (picture, changes, cut) => {
        const damaged = Buffer.from(cut % 3 === 0 ? picture.subarray(0, cut % picture.length) : picture);
        for (const [position, value] of changes) if (damaged.length > 0) damaged.writeUInt8(value, position % damaged.length);
        for (const answer of [await tough.probe(damaged), await tough.thumbnail(damaged)]) if (!answer.ok) expect(answer.error.code).toMatch(/^data\./);
      }),
      { numRuns: 150 },
    );
    expect(started).toHaveLength(1);
    await tough.close();
  });

  it('a small file with too many pixels, at once and by its own name', async () => {
    const huge = pngOf(30_000, 30_000);
    expect(huge.length).toBeLessThan(5_000_000);
    expect(await imaging.probe(huge)).toEqual({ ok: false, error: { code: 'data.too-many-pixels', detail: '30000 x 30000' } });
    expect(await imaging.thumbnail(huge)).toMatchObject({ ok: false, error: { code: 'data.too-many-pixels' } });
  });
});

describe('a thumbnail', () => {
  it('is at most 400 px, of the first frame, and tells no place, device or time', async () => {
    const photo = await sharp({ create: { width: 1600, height: 400, channels: 3, background: 'green' } })
      .withExif({ IFD0: { Make: 'Acme', Artist: 'somebody' }, IFD3: { GPSLatitude: '52/1 0/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const thumbnail = unwrap(await imaging.thumbnail(photo)) ?? new Uint8Array();
    const metadata = await sharp(thumbnail).metadata();
    expect(metadata).toMatchObject({ format: 'webp', width: 400, height: 100 });
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.iptc]).toEqual([undefined, undefined, undefined, undefined]);

    const moving = unwrap(await imaging.thumbnail(await (await animation(5)).webp().toBuffer())) ?? new Uint8Array();
    expect(await sharp(moving).metadata()).toMatchObject({ width: 12, height: 8 });
  });

  it('puts what is transparent before neutral grey', async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).png().toBuffer();
    const pixels = await sharp(unwrap(await imaging.thumbnail(clear)) ?? new Uint8Array()).removeAlpha().raw().toBuffer();
    for (const value of pixels) expect(Math.abs(value - 128)).toBeLessThan(4);
  });
});

describe('the process', () => {
  const withEnvironment = (environment: Record<string, string>, started: Child[] = []): SpawnChild => (module) => {
    const child = spawnNodeChild(module, { environment });
    started.push(child);
    return child;
  };

  it('that hangs is killed at its deadline, and the next file is served by another', async () => {
    let first = true;
    const spawnChild: SpawnChild = (module) => {
      const environment = first ? { HANG: '1' } : undefined;
      first = false;
      return spawnNodeChild(module, environment ? { environment } : {});
    };
    const slow = openImaging({ spawnChild, entry: crashing, deadlineMilliseconds: 1500 });
    expect(await slow.probe(Buffer.from('x'))).toMatchObject({ ok: false, error: { code: 'data.undecodable', detail: 'sniff took over 1500 ms' } });
    expect(await slow.probe(Buffer.from('x'))).toMatchObject({ ok: true });
    await slow.close();
  });

  it('that crashes is started again and asked once more', async () => {
    const marker = join(await temporaryDirectory(), 'crashed');
    const started: Child[] = [];
    const shaky = openImaging({ spawnChild: withEnvironment({ CRASH_ONCE: marker }, started), entry: crashing });
    expect(await shaky.probe(Buffer.from('x'))).toMatchObject({ ok: true, value: { contentType: 'video/mp4' } });
    expect(started).toHaveLength(2);
    await shaky.close();
  });

  it('that crashes again gives the file up', async () => {
    const broken = openImaging({ spawnChild: withEnvironment({ CRASH_ALWAYS: '1' }), entry: crashing });
    expect(await broken.probe(Buffer.from('x'))).toMatchObject({ ok: false, error: { code: 'data.undecodable', detail: 'sniff ended the imaging process' } });
    await broken.close();
  });

  it('that holds more than it may is ended, and its file given up', async () => {
    const started: Child[] = [];
    // Less than Node takes by itself; the picture takes longer to read than the guard takes to look.
    const tight = openImaging({ spawnChild: withEnvironment({ LIGHTBOX_IMAGING_MEGABYTES: '30' }, started), entry, deadlineMilliseconds: 110_000 });
    expect(await tight.probe(pngOf(16_000, 16_000))).toMatchObject({ ok: false, error: { code: 'data.undecodable', detail: expect.stringMatching(/^(?:sniff|probe) ended the imaging process$/) as string } });
    expect(started.length).toBeGreaterThan(1);
    await tight.close();
  });

  it('serves many at once, each with its own answer', async () => {
    const pictures = await Promise.all(
      Array.from({ length: 12 }, (_, index) => sharp({ create: { width: index + 1, height: 5, channels: 3, background: 'red' } }).png().toBuffer()),
    );
    const probes = await Promise.all(pictures.map((picture) => imaging.probe(picture)));
    expect(probes.map((probe) => unwrap(probe).width)).toEqual(pictures.map((_, index) => index + 1));
  });

  it('ends with the work that waits', async () => {
    const closing = openImaging({ spawnChild: withEnvironment({ HANG: '1' }), entry: crashing });
    const waiting = [closing.probe(Buffer.from('x')), closing.probe(Buffer.from('y'))];
    await closing.close();
    expect(await Promise.all(waiting)).toEqual([{ ok: false, error: { code: 'local.cancelled' } }, { ok: false, error: { code: 'local.cancelled' } }]);
  });
});

/** Does not compress, so that a cut is a cut through pixels. */
function noise() {
  return sharp({ create: { width: 160, height: 120, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 }, background: 'red' } });
}

/** A black PNG of any size, in few bytes. https://www.w3.org/TR/png-3/ */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8); // one bit, grey
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
