import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { waveFile } from '../../e2e/waveFile.ts';
import { mutateFile } from '../../support/mutateFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { openVideoPage } from '../../support/video/openVideoPage.ts';
import type { SoundAnswer } from '../../support/video/videoWorker.ts';

/** Files made to break the demuxer and the browser's decoders, in the worker they run in: each is decoded or refused by a code, and the page lives on. */

const kept = (name: string): Uint8Array => readFileSync(projectPath(`test/fixtures/video/${name}`));
const videos = ['h264-fragmented.mp4', 'h264-sound.mp4', 'vp8-altref.webm', 'vp9.webm', 'av1.webm'];
const sounds = ['sound.ogg', 'sound.mp3', 'sound.flac', 'sound.m4a', 'sound.aac', 'sound.wav'];
const seeds = [...videos, ...sounds];
/** Of each of them. The whole run of 2,000 is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 8);
/** A worker that has not answered by then is ended by whoever started it (WatchedDecoder, watchReading). Milliseconds. */
const deadline = 10_000;
const mostMegabytes = 600;

describe.each(seeds)('mutated %s', (name) => {
  let page: Awaited<ReturnType<typeof openVideoPage>>;
  beforeAll(async () => {
    page = await openVideoPage();
  }, 300_000);
  afterAll(() => page.close());

  async function outcomeOf(url: string): Promise<string> {
    try {
      const answer = sounds.includes(name) ? await page.ask<SoundAnswer | string>('sound', { url, parts: 100 }) : await page.ask<string>('sample', { url });
      return typeof answer === 'string' ? answer.replace(/:.*/, '') : 'decoded';
    } catch {
      // A page that is gone has no worker to start either.
      await page.startWorker();
      return 'data.too-slow';
    }
  }

  it(`${String(mutations)} files are each decoded or refused`, { timeout: 120_000 + mutations * 5000 }, async () => {
    const random = seededRandom(20_261_129, seeds.indexOf(name));
    const whole = name === 'sound.wav' ? waveFile(20_000) : kept(name);
    page.within(300_000);
    // What is mutated here is otherwise decoded.
    expect(await outcomeOf(page.serve(name, whole))).toBe('decoded');
    page.within(deadline);
    const outcomes = new Map<string, number>();
    for (let index = 0; index < mutations; index += 1) {
      const outcome = await outcomeOf(page.serve(`${String(index)}-${name}`, mutateFile(whole, random)));
      expect(outcome).toMatch(/^(?:decoded$|no sound$|data\.|local\.blob-)/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(page.crashes()).toBe(0);
    const peak = await page.peakMegabytes();
    expect(peak ?? 0).toBeLessThan(mostMegabytes);
    console.log(name, Object.fromEntries(outcomes), `peak ${String(peak)} MB`);
  });
});
