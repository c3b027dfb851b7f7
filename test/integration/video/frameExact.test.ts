import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { openVideoPage } from '../../support/video/openVideoPage.ts';
import type { OpenedAnswer, ReadAnswer } from '../../support/video/videoWorker.ts';

/** Every frame carries its own number: what is shown for frame k must read k, whichever way it was reached. In a real Chromium. */

const minutes = 60_000;
const fixture = (name: string) => readFileSync(projectPath(`test/fixtures/video/${name}`));
const steady = (count: number) => Array.from({ length: count }, () => 40);
/** As test/fixtures/video/makeVideos.ts makes it: hundredths of a second. */
const varying = Array.from({ length: 300 }, (_, frame) => {
  const at = (index: number) => (4 * index + 8 * Math.floor(index / 3) + 16 * Math.floor(index / 5)) * 10;
  return at(frame + 1) - at(frame);
});

let video: Awaited<ReturnType<typeof openVideoPage>>;
beforeAll(async () => { video = await openVideoPage(); }, 5 * minutes);
afterAll(() => video.close());

/** Room for 20 frames: less than a group, so that nothing can be shown from memory alone. */
const tight = 20 * 192 * 108 * 1.5;
const open = (name: string, budget: { readonly budgetBytes?: number } = {}) => video.ask<OpenedAnswer | string>('open', { url: video.serve(name, fixture(name)), ...budget });
/** Opened anew, so that nothing is decoded yet. */
const readAnew = async (name: string, frames: readonly number[], budget: { readonly budgetBytes?: number } = {}) => {
  await open(name, budget);
  const { seen, keptBytes } = await video.ask<ReadAnswer>('read', { frames });
  if (budget.budgetBytes !== undefined) expect(keptBytes).toBeLessThanOrEqual(budget.budgetBytes);
  return seen;
};

describe.each([
  ['h264-gop30.mp4', 300, steady(300)],
  ['h264-gop250.mov', 300, steady(300)],
  ['h264-varying.mp4', 300, varying],
  ['vp9.webm', 300, steady(300)],
  ['vp8-altref.webm', 100, steady(100)],
  ['av1.webm', 60, steady(60)],
  ['h264-fragmented.mp4', 60, steady(60)],
] as const)('%s', (name, count, durations) => {
  it('has as many frames as were made, each as long as it was made', async () => {
    const opened = await open(name);
    if (typeof opened === 'string') throw new Error(opened);
    expect(opened).toMatchObject({ count, width: 192, height: 108, bits: 8 });
    // The last frame lasts as long as its packet says, which encoders guess.
    expect(opened.durations?.slice(0, -1).map((duration) => Math.round(duration ?? Number.NaN))).toEqual(durations.slice(0, -1));
  });

  it('shows every frame forward', { timeout: 10 * minutes }, async () => {
    const frames = Array.from({ length: count }, (_, frame) => frame);
    expect(await readAnew(name, frames)).toEqual(frames);
  });

  it('shows every frame backward', { timeout: 10 * minutes }, async () => {
    const frames = Array.from({ length: count }, (_, frame) => count - 1 - frame);
    expect(await readAnew(name, frames)).toEqual(frames);
    expect(await readAnew(name, frames, { budgetBytes: tight })).toEqual(frames);
  });

  it('shows any frame at random', { timeout: 10 * minutes }, async () => {
    const random = seededRandom(20_261_129);
    const frames = Array.from({ length: 100 }, () => Math.floor(random() * count));
    expect(await readAnew(name, frames)).toEqual(frames);
    expect(await readAnew(name, frames, { budgetBytes: tight })).toEqual(frames);
  });

  it('is ready for the next frame when one was given up', { timeout: 10 * minutes }, async () => {
    const random = seededRandom(7);
    const frames = Array.from({ length: 20 }, () => Math.floor(random() * count));
    await open(name);
    const outcomes = await video.ask<readonly string[]>('giveUp', { frames, frame: 31 });
    expect(outcomes.at(-1)).toBe('31');
    expect(outcomes.slice(0, -1).every((outcome) => outcome === 'local.cancelled' || outcome === 'decoded')).toBe(true);
    expect(outcomes).toContain('local.cancelled');
  });
});

describe('what a video says of itself', () => {
  it('is turned upright', async () => {
    expect(await open('h264-rotated.mp4')).toMatchObject({ count: 60, width: 108, height: 192 });
    const upright = await open('h264-fragmented.mp4');
    expect(upright).toMatchObject({ width: 192, height: 108 });
    const lying = await video.ask<readonly number[]>('colourAt', { frame: 1, x: 0.5 / 12, y: 12 / 108 });
    await open('h264-rotated.mp4');
    // The matrix in it turns 90 degrees against the clock: what was at the top left is at the bottom left.
    const turned = await video.ask<readonly number[]>('colourAt', { frame: 1, x: 12 / 108, y: 1 - 0.5 / 12 });
    expect((await video.ask<ReadAnswer>('read', { frames: [1] })).size).toEqual([108, 192]);
    expect(lying[0]).toBeGreaterThan(200);
    expect(turned[0]).toBeGreaterThan(200);
    expect((await video.ask<readonly number[]>('colourAt', { frame: 1, x: 12 / 108, y: 0.5 / 12 }))[0]).toBeLessThan(60);
  });

  it('is shown with square pixels', async () => {
    expect(await open('h264-wide-pixels.mp4')).toMatchObject({ width: 384, height: 108 });
    expect(await video.ask<ReadAnswer>('read', { frames: [0, 31, 59] })).toMatchObject({ seen: [0, 31, 59], size: [384, 108] });
  });

  it('is refused by name where nothing decodes it', async () => {
    expect(await open('hevc.mp4')).toBe('data.unsupported-codec: HEVC (H.265)');
  });

  it('is refused where there is no picture in it, or no video at all', async () => {
    expect(await open('sound.ogg')).toBe('data.undecodable');
    expect(await video.ask('open', { url: video.serve('empty.mp4', new Uint8Array(0)) })).toMatch(/^(?:data\.empty-file|local\.blob-corrupt)$/);
    expect(await video.ask('open', { url: video.absent('not-there.mp4') })).toBe('local.blob-missing');
  });

  it('is shown as far as it goes where the file is cut', async () => {
    const whole = fixture('h264-fragmented.mp4');
    const opened = await video.ask<OpenedAnswer | string>('open', { url: video.serve('cut.mp4', whole.subarray(0, Math.floor(whole.length * 0.8))) });
    if (typeof opened === 'string') throw new Error(opened);
    const frames = Array.from({ length: opened.count }, (_, frame) => frame);
    const { seen } = await video.ask<ReadAnswer>('read', { frames });
    // A frame is shown as what it is, or not at all.
    seen.forEach((number, frame) => expect([frame, 'data.undecodable', 'local.blob-corrupt']).toContain(number));
    expect(seen.filter((number) => typeof number === 'number').length).toBeGreaterThanOrEqual(40);
  });
});
