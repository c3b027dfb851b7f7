import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { waveFile } from '../../e2e/waveFile.ts';
import { mutateFile } from '../../support/mutateFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { openVideoPage } from '../../support/video/openVideoPage.ts';
import type { SoundAnswer } from '../../support/video/videoWorker.ts';

/** Files made to break the demuxer and the browser's decoders, in the worker they run in: each is decoded or refused by a code, and the page lives on. */

const videos = ['h264-fragmented.mp4', 'h264-sound.mp4', 'vp8-altref.webm', 'vp9.webm', 'av1.webm'].map((name): [string, Uint8Array] => [name, readFileSync(projectPath(`test/fixtures/video/${name}`))]);
const sounds: readonly [string, Uint8Array][] = [['sound.wav', waveFile(20_000)], ['sound.ogg', readFileSync(projectPath('test/fixtures/video/sound.ogg'))]];
/** The whole run of 2,000 and more is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 70);
/** A worker that has not answered by then hangs; the viewer ends it sooner. Milliseconds. */
const hangs = 120_000;

describe('mutated videos and sounds', () => {
  let page: Awaited<ReturnType<typeof openVideoPage>>;
  beforeAll(async () => {
    page = await openVideoPage();
    page.within(hangs);
  }, 300_000);
  afterAll(() => page.close());

  it(`${String(mutations)} of them are each decoded or refused`, { timeout: 120_000 + mutations * 5000 }, async () => {
    const random = seededRandom(20_261_129);
    const outcomes = new Map<string, number>();
    const seeds = [...videos, ...sounds];
    for (let index = 0; index < mutations; index += 1) {
      const [name, whole] = seeds[index % seeds.length] ?? ['', new Uint8Array()];
      const url = page.serve(`mutated-${String(index)}-${name}`, mutateFile(whole, random));
      const isSound = index % seeds.length >= videos.length;
      const answer = isSound ? await page.ask<SoundAnswer | string>('sound', { url, parts: 100 }) : await page.ask<string>('sample', { url });
      const outcome = typeof answer === 'string' ? answer.replace(/:.*/, '') : 'decoded';
      expect(`${name} ${outcome}`).toMatch(/ (?:decoded$|no sound$|data\.|local\.blob-)/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(page.crashes()).toBe(0);
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(1);
    console.log(Object.fromEntries(outcomes));
  });
});
