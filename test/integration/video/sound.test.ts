import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { adtsWithEmptyFrame, flacWithoutFrames } from '../../support/video/endlessSounds.ts';
import { openVideoPage } from '../../support/video/openVideoPage.ts';
import type { SoundAnswer } from '../../support/video/videoWorker.ts';

/** What is heard, as it is drawn; read in parts by the viewer's own code in a real Chromium. */

const rate = 8000;

/** Mono, 16 bit: silence, then from second 1 to 2 a tone at half of what fits, then silence. https://www.rfc-editor.org/rfc/rfc2361 */
function burst(seconds: number): Buffer {
  const samples = Int16Array.from({ length: seconds * rate }, (_, index) => (index >= rate && index < 2 * rate ? Math.round(16_384 * Math.sin((index * Math.PI) / 8)) : 0));
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  for (const [value, offset] of [[1, 20], [1, 22], [2, 32], [16, 34]] as const) header.writeUInt16LE(value, offset);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

let page: Awaited<ReturnType<typeof openVideoPage>>;
beforeAll(async () => { page = await openVideoPage(); }, 300_000);
afterAll(() => page.close());
const sound = async (name: string, bytes: Uint8Array, parts: number) => page.ask<SoundAnswer | string>('sound', { url: page.serve(name, bytes), parts });

describe('the sound of a recording', () => {
  it('is drawn where it is heard, as high as it is', async () => {
    const heard = await sound('burst.wav', burst(4), 8);
    if (typeof heard === 'string') throw new Error(heard);
    expect(heard).toMatchObject({ duration: 4, pictureStart: 0 });
    expect(heard.peaks.map((peak) => Math.round((peak ?? Number.NaN) * 100) / 100 + 0)).toEqual([0, 0, 0, 0, -0.5, 0.5, -0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('of ten minutes is never in memory as a whole', { timeout: 600_000 }, async () => {
    const long = burst(600);
    const before = page.requested().length;
    const heard = await sound('long.wav', long, 4096);
    if (typeof heard === 'string') throw new Error(heard);
    expect(heard.duration).toBe(600);
    expect(heard.peaks.every((peak) => peak !== null)).toBe(true);
    const parts = page.requested().slice(before);
    expect(Math.max(...parts)).toBeLessThan(long.byteLength / 2);
  });

  it('is decoded from a codec, too, and told from a video without any', async () => {
    const tone = await sound('sound.ogg', readFileSync(projectPath('test/fixtures/video/sound.ogg')), 10);
    if (typeof tone === 'string') throw new Error(tone);
    expect(tone.duration).toBeCloseTo(3, 1);
    expect(Math.max(...tone.peaks.map((peak) => peak ?? 0))).toBeGreaterThan(0.05);
    const film = await sound('h264-sound.mp4', readFileSync(projectPath('test/fixtures/video/h264-sound.mp4')), 10);
    expect(film).toMatchObject({ pictureStart: 0 });
    expect(await sound('vp9.webm', readFileSync(projectPath('test/fixtures/video/vp9.webm')), 10)).toBe('no sound');
  });

  it('is refused, not looked for without end, where no frame of it can be read or one says that it is empty', async () => {
    page.within(10_000);
    expect(await sound('broken.flac', flacWithoutFrames(), 10)).toMatch(/^data\.undecodable/);
    expect(await sound('broken.aac', adtsWithEmptyFrame(), 10)).toMatch(/^data\.undecodable/);
    page.within(300_000);
  });
});
