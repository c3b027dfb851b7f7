import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import { colourDicom } from '../../support/colourDicom.ts';
import { gifFile } from '../../support/gifFile.ts';
import { largePicture, sharpColour, slopeColour, type StillSize } from '../../support/stills/largeStills.ts';
import { openStillPage } from '../../support/stills/openStillPage.ts';
import type { OpenedStill, ShownStill, StillAsked } from '../../support/stills/stillWorker.ts';

/** Pictures that are shown reduced and read in parts, and colour profiles, in a real Chromium and a real imaging process. */

let page: Awaited<ReturnType<typeof openStillPage<StillAsked>>>;
beforeAll(async () => { page = await openStillPage<StillAsked>(new URL('../../support/stills/stillWorker.ts', import.meta.url)); });
afterAll(() => page.close());

async function open(id: string, bytes: Uint8Array): Promise<OpenedStill> {
  const opened = await page.ask<OpenedStill | string>('open', { url: page.serveStill(id, bytes) });
  if (typeof opened === 'string') throw new Error(opened);
  return opened;
}

const whole = (left: number, top: number, width: number, height: number): FrameRegion => ({ left, top, width, height, outWidth: width, outHeight: height });

function pixelsOf({ left, top, width, height }: FrameRegion, colour: (x: number, y: number) => readonly number[]): number[] {
  return Array.from({ length: width * height }, (_, index) => [...colour(left + (index % width), top + Math.floor(index / width)), 255]).flat();
}

/** The most any sample is off. */
function worst(mine: readonly number[], theirs: readonly number[]): number {
  expect(mine.length).toBe(theirs.length);
  return mine.reduce((most, value, index) => Math.max(most, Math.abs(value - (theirs[index] ?? Number.NaN))), 0);
}

const places = [[0.1, 0.2], [0.5, 0.5], [0.9, 0.8]] as const;

async function expectSlopes(size: StillSize): Promise<void> {
  const shown = await page.ask<ShownStill>('frame', { places });
  for (const [index, [x, y]] of places.entries()) expect(worst(shown.colours[index] ?? [], slopeColour(x * size.width, y * size.height, size))).toBeLessThanOrEqual(3);
}

describe('a picture that is too large for the screen', () => {
  it('is, as a JPEG, decoded reduced, in its colours; a part has its pixels', async () => {
    const size = { width: 8000, height: 6000 };
    const opened = await open('camera', await largePicture(size, slopeColour).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer());
    expect(opened).toEqual({ count: 1, ...size, reducedTo: 0.25, frameBytes: 2000 * 1500 * 4 });
    await expectSlopes(size);
    for (const region of [whole(0, 0, 16, 16), whole(7984, 5984, 16, 16), whole(4001, 2999, 64, 3)]) {
      expect(worst(await page.ask<number[]>('part', region), pixelsOf(region, (x, y) => slopeColour(x, y, size)))).toBeLessThanOrEqual(3);
    }
    expect(page.askedOfMainSide()).toBe(0);
    expect(await page.ask('giveUp', whole(0, 0, 16, 16))).toBe('local.cancelled');
  });

  /** Where a pixel of the upright picture is stored. EXIF 2.32, 4.6.4 A. */
  const storedAt = {
    2: (x, y, { width }) => [width - 1 - x, y], 3: (x, y, { width, height }) => [width - 1 - x, height - 1 - y], 4: (x, y, { height }) => [x, height - 1 - y], 5: (x, y) => [y, x],
    6: (x, y, { height }) => [y, height - 1 - x], 7: (x, y, { width, height }) => [width - 1 - y, height - 1 - x], 8: (x, y, { width }) => [width - 1 - y, x],
  } satisfies Record<number, (x: number, y: number, stored: StillSize) => readonly [number, number]>;

  it.each([2, 3, 4, 5, 6, 7, 8] as const)('lies as its orientation %i says, in what is shown first and in its parts', async (orientation) => {
    const stored = { width: 6000, height: 3000 };
    const upright = orientation >= 5 ? { width: 3000, height: 6000 } : stored;
    const expected = (x: number, y: number) => slopeColour(...storedAt[orientation](x, y, stored), stored);
    const opened = await open(`turned-${String(orientation)}`, await largePicture(stored, slopeColour).withMetadata({ orientation }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer());
    expect(opened).toMatchObject({ ...upright, reducedTo: 0.375 });
    const shown = await page.ask<ShownStill>('frame', { places });
    for (const [index, [x, y]] of places.entries()) expect(worst(shown.colours[index] ?? [], expected(x * upright.width, y * upright.height))).toBeLessThanOrEqual(3);
    const region = whole(2900, 40, 32, 32);
    expect(worst(await page.ask<number[]>('part', region), pixelsOf(region, expected))).toBeLessThanOrEqual(3);
  });

  it.each([
    ['the window turns', { width: 6000, height: 3000 }, 0], ['the main side turns', { width: 9000, height: 6000 }, 1],
  ] as const)('lies upright as a WebP, which Chromium does not turn: %s', async (_who, stored, asked) => {
    const upright = { width: stored.height, height: stored.width };
    const expected = (x: number, y: number) => slopeColour(...storedAt[6](x, y, stored), stored);
    expect(await open('turned-webp', await largePicture(stored, slopeColour).withMetadata({ orientation: 6 }).webp({ lossless: true, effort: 0 }).toBuffer())).toMatchObject(upright);
    const region = whole(2900, 40, 32, 32);
    expect(await page.ask<number[]>('part', region)).toEqual(pixelsOf(region, expected));
    expect(page.askedOfMainSide()).toBe(asked);
  });

  it('is refused by its size where it would have to be played, instead of standing still', async () => {
    const dot = { left: 0, top: 0, width: 1, height: 1, indices: [1] };
    const bytes = Buffer.from(gifFile(1, 1, [[0, 0, 0], [9, 9, 9]], [dot, dot]));
    // The screen alone is large. GIF89a, 18.
    bytes.writeUInt16LE(11_000, 6);
    bytes.writeUInt16LE(11_000, 8);
    expect(await page.ask('open', { url: page.serveStill('animated', bytes) })).toBe('data.too-many-pixels');
  });

  it('has, as a PNG, in a part exactly its pixels, also at its edges, and as few of them as are asked for', async () => {
    const size = { width: 8000, height: 6000 };
    expect(await open('scan', await largePicture(size, sharpColour).png({ compressionLevel: 1 }).toBuffer())).toEqual({ count: 1, ...size, reducedTo: 0.25, frameBytes: 2000 * 1500 * 4 });
    for (const region of [whole(0, 0, 40, 30), whole(7960, 5970, 40, 30), whole(3999, 3001, 40, 30)]) {
      expect(await page.ask('part', region)).toEqual(pixelsOf(region, sharpColour));
    }
    expect(await page.ask<number[]>('part', { ...whole(1000, 1000, 400, 300), outWidth: 40, outHeight: 30 })).toHaveLength(40 * 30 * 4);
    expect(page.askedOfMainSide()).toBe(0);
  });

  it('is read by the main side where it does not fit into the budget, exactly', async () => {
    const size = { width: 10_000, height: 6000 };
    expect(await open('huge', await largePicture(size, sharpColour).png({ compressionLevel: 1 }).toBuffer())).toMatchObject({ ...size, reducedTo: 0.2, frameBytes: 2000 * 1200 * 4 });
    for (const region of [whole(0, 0, 40, 30), whole(9960, 5970, 40, 30)]) expect(await page.ask('part', region)).toEqual(pixelsOf(region, sharpColour));
    expect(page.askedOfMainSide()).toBe(2);
    expect(await page.ask<ShownStill>('frame', { places })).toMatchObject({ width: 2000, height: 1200 });
  });

  it('may be longer than any canvas', async () => {
    const size = { width: 20_000, height: 500 };
    expect(await open('panorama', await largePicture(size, slopeColour).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer())).toMatchObject({ ...size, reducedTo: 0.125 });
    await expectSlopes(size);
    const region = whole(19_900, 400, 64, 64);
    expect(worst(await page.ask<number[]>('part', region), pixelsOf(region, (x, y) => slopeColour(x, y, size)))).toBeLessThanOrEqual(3);
  });

  it('is, as a TIFF, read by the main side', async () => {
    const size = { width: 5000, height: 4000 };
    expect(await open('tiff', await largePicture(size, sharpColour).tiff({ compression: 'deflate', tile: true }).toBuffer())).toMatchObject({ ...size, reducedTo: 0.4 });
    const region = whole(4090, 3000, 40, 30);
    expect(await page.ask('part', region)).toEqual(pixelsOf(region, sharpColour));
  });

  it('is whole as long as the screen takes it', async () => {
    const size = { width: 4000, height: 3000 };
    expect(await open('phone', await largePicture(size, slopeColour).jpeg({ quality: 95 }).toBuffer())).toMatchObject({ ...size, reducedTo: null });
    await expectSlopes(size);
  });
});

/** Display P3 to sRGB by the primaries of both and the transfer curve they share (IEC 61966-2-1), for what lies inside both. */
function fromDisplayP3(colour: readonly number[]): readonly number[] {
  const linear = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  const rows = [[1.2249401, -0.2249404, 0], [-0.0420569, 1.0420571, 0], [-0.0196376, -0.0786361, 1.0982735]];
  return rows.map((row) => {
    const value = row.reduce((sum, part, index) => sum + part * (linear[index] ?? 0), 0);
    return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
  });
}

describe('a picture in Display P3', () => {
  const colour = [200, 100, 50] as const;

  it.each([
    ['PNG', 'small', { width: 64, height: 48 }], ['PNG', 'large', { width: 5000, height: 4000 }], ['PNG', 'over the budget', { width: 9000, height: 6000 }],
    ['JPEG', 'small', { width: 64, height: 48 }], ['JPEG', 'large', { width: 5000, height: 4000 }], ['JPEG', 'over the budget', { width: 9000, height: 6000 }],
  ] as const)('shows, as a %s, %s, the colours that were recorded', async (format, name, size) => {
    const profiled = largePicture(size, () => colour).withIccProfile('p3');
    const bytes = await (format === 'PNG' ? profiled.png({ compressionLevel: 1 }) : profiled.jpeg({ quality: 100, chromaSubsampling: '4:4:4' })).toBuffer();
    // What is stored is something else, and means the colour.
    const stored = [...(await sharp(bytes, { ignoreIcc: true }).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer())];
    expect(worst(stored, colour)).toBeGreaterThan(10);
    expect(worst(fromDisplayP3(stored), colour)).toBeLessThanOrEqual(2);

    const opened = await open(`p3 ${format} ${name}`.replaceAll(' ', '-'), bytes);
    const { colours } = await page.ask<ShownStill>('frame', { places });
    for (const seen of colours) expect(worst(seen, colour)).toBeLessThanOrEqual(2);
    if (opened.reducedTo === null) return;
    const region = whole(1000, 1000, 4, 4);
    expect(worst(await page.ask<number[]>('part', region), pixelsOf(region, () => colour))).toBeLessThanOrEqual(2);
  });

  it('shows, as DICOM, the colours that were recorded; without a profile, or with one that nobody understands, those that are stored', async () => {
    const { icc } = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'white' } }).withIccProfile('p3').png().toBuffer().then((png) => sharp(png).metadata());
    const stored = [190, 104, 61] as const;
    expect(worst(fromDisplayP3(stored), stored)).toBeGreaterThan(8);
    const broken = icc && Uint8Array.from(icc, (byte, at) => (at < 128 ? byte : 0xee));
    for (const [profile, expected] of [[icc, fromDisplayP3(stored)], [undefined, stored], [broken, stored]] as const) {
      await open(`dicom-${String(profile?.length)}`, colourDicom(stored, profile));
      const { colours } = await page.ask<ShownStill>('frame', { places });
      for (const seen of colours) expect(worst(seen, expected)).toBeLessThanOrEqual(profile === icc ? 2 : 0);
    }
  });
});
