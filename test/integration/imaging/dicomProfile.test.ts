import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import type { FrameWindow } from '../../../electron/imaging/messages.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { colourDicom } from '../../support/colourDicom.ts';

/** DICOM whose colours mean something by a profile: on its card and as it is looked at they are those, as stored values they are as they are. */

let imaging: Imaging;
beforeAll(() => {
  imaging = openImaging({ spawnChild: spawnNodeChild, entry: projectPath('electron/imaging/process.ts') });
});
afterAll(() => imaging.close());

const stored = [190, 104, 61] as const;
/** Of Display P3 in sRGB, by the primaries of both. */
const meant = [203, 98, 49] as const;

async function displayP3(): Promise<Uint8Array> {
  const { icc } = await sharp(await sharp({ create: { width: 1, height: 1, channels: 3, background: 'white' } }).withIccProfile('p3').png().toBuffer()).metadata();
  return icc ?? new Uint8Array();
}

async function firstPixel(picture: Uint8Array): Promise<readonly number[]> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  return [...data.subarray(0, 3)];
}

const furthest = (seen: readonly number[], from: readonly number[]) => Math.max(...seen.map((value, channel) => Math.abs(value - (from[channel] ?? Number.NaN))));

it('is applied to the card', async () => {
  expect(furthest(await firstPixel(unwrap(await imaging.thumbnail(colourDicom(stored, await displayP3()))) ?? new Uint8Array()), meant)).toBeLessThanOrEqual(4);
  expect(furthest(await firstPixel(unwrap(await imaging.thumbnail(colourDicom(stored, undefined))) ?? new Uint8Array()), stored)).toBeLessThanOrEqual(4);
});

it('is left out where nobody understands it', async () => {
  const profile = Uint8Array.from(await displayP3(), (byte, at) => (at < 128 ? byte : 0xee));
  expect(furthest(await firstPixel(unwrap(await imaging.thumbnail(colourDicom(stored, profile))) ?? new Uint8Array()), stored)).toBeLessThanOrEqual(4);
  expect(unwrap(await imaging.frames(colourDicom(stored, profile), { first: 0, window: 'auto' })).batch).toMatchObject([{ png: expect.any(Uint8Array) as Uint8Array }]);
});

it.each<[FrameWindow, readonly number[], number]>([['auto', meant, 2], ['stored', stored, 0]])('of frames as they are %s', async (window, expected, difference) => {
  const [made] = unwrap(await imaging.frames(colourDicom(stored, await displayP3()), { first: 0, window })).batch;
  expect(furthest(await firstPixel(made !== undefined && 'png' in made ? made.png : new Uint8Array()), expected)).toBeLessThanOrEqual(difference);
});
