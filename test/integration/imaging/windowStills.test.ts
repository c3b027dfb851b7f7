import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutateFile } from '../../support/mutateFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { stillFixtures } from '../../support/stillFixtures.ts';
import { bombs } from '../../support/stills/bombs.ts';
import type { StillFixture } from '../../support/stills/stillFixture.ts';
import type { DecodedStill, EveryFrameAsked } from '../../support/stills/everyFrameWorker.ts';
import { openStillPage } from '../../support/stills/openStillPage.ts';

/** Stills and animations as the window decodes them, in a real Chromium: the same numbers, with 8 bits, and the same ends of what is broken. */

const formats = ['PNG', 'GIF', 'WebP', 'AVIF', 'JPEG', 'BMP'];
const fixtures = stillFixtures.filter(({ format, refused }) => formats.includes(format) && refused === undefined);
/** Of each format. The whole run of 2,000 is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 20);
/** A worker that has not answered by then is ended by whoever started it (WatchedDecoder). Milliseconds. */
const deadline = 10_000;
const mostMegabytes = 600;
const open = () => openStillPage<EveryFrameAsked>(new URL('../../support/stills/everyFrameWorker.ts', import.meta.url));

/** RGBA of 8 bits; of 16, the higher ones. */
function expectedPixels(values: readonly number[], { channels, bits }: StillFixture): readonly number[] {
  const eight = bits > 8 ? values.map((value) => Math.round(value / 257)) : values;
  if (channels === 4) return eight;
  return Array.from({ length: eight.length / channels }, (_, pixel) => (channels === 1 ? [eight[pixel] ?? 0, eight[pixel] ?? 0, eight[pixel] ?? 0, 255] : [...eight.slice(pixel * 3, pixel * 3 + 3), 255])).flat();
}

/** Decibels over what can be seen: a canvas multiplies colours by opacity, and gives them back rounded. */
function psnr(mine: readonly number[], theirs: readonly number[]): number {
  expect(mine.length).toBe(theirs.length);
  const weighed = (values: readonly number[], index: number): number => (index % 4 === 3 ? (values[index] ?? 0) : ((values[index] ?? 0) * (values[index - (index % 4) + 3] ?? 0)) / 255);
  const sum = mine.reduce((total, _, index) => total + (weighed(mine, index) - weighed(theirs, index)) ** 2, 0);
  return 10 * Math.log10((255 * 255 * mine.length) / sum);
}

describe('a still or an animation in the window', () => {
  let page: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    page = await open();
  }, 300_000);
  afterAll(() => page.close());

  it.each(fixtures.map((fixture) => [`${fixture.format}, ${fixture.variant}, ${String(fixture.bits)} bits`, fixture] as const))('%s', async (name, fixture) => {
    const decoded = await page.ask<DecodedStill | string>('decode', { url: page.serveStill('still', await fixture.make()) });
    if (typeof decoded === 'string') throw new Error(`${name}: ${decoded}`);
    const { width, height, frames, durations, lossy, channels, bits } = fixture;
    expect([decoded.width, decoded.height, decoded.frames.length]).toEqual([width, height, frames.length]);
    if (durations !== undefined) expect(decoded.durations).toEqual(durations);
    for (const [index, values] of frames.entries()) {
      const expected = expectedPixels(values, fixture);
      if (lossy === true || bits > 8 || channels === 4) expect(psnr(decoded.frames[index] ?? [], expected)).toBeGreaterThanOrEqual(40);
      else expect(decoded.frames[index]).toEqual(expected);
    }
  });
});

describe('what is made to break the window', () => {
  let page: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    page = await open();
    page.within(deadline);
  }, 300_000);
  afterAll(() => page.close());

  async function outcomeOf(file: Uint8Array): Promise<string> {
    try {
      return await page.ask<string>('sample', { url: page.serveStill('broken', file) });
    } catch {
      // A page that is gone has no worker to start either.
      await page.startWorker();
      return 'data.too-slow';
    }
  }

  it.each(formats)(`${String(mutations)} mutations of %s are each decoded or refused`, { timeout: 120_000 + mutations * 2000 }, async (format) => {
    const random = seededRandom(20_261_201, formats.indexOf(format));
    const seeds = await Promise.all(fixtures.filter((fixture) => fixture.format === format).map(async ({ make }) => make()));
    const outcomes = new Map<string, number>();
    for (let index = 0; index < mutations; index += 1) {
      const outcome = await outcomeOf(mutateFile(seeds[index % seeds.length] ?? new Uint8Array(), random));
      expect(outcome).toMatch(/^decoded$|^data\./);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(page.crashes()).toBe(0);
    const peak = await page.peakMegabytes();
    expect(peak ?? 0).toBeLessThan(mostMegabytes);
    console.log(format, Object.fromEntries(outcomes), `peak ${String(peak)} MB`);
  });
});

describe('a bomb in the window', () => {
  it.each(bombs.filter(({ name }) => /PNG|GIF|WebP|AVIF|JPEG|BMP/.test(name)).map(({ name, make }) => [name, make] as const))('%s', async (name, make) => {
    const page = await open();
    page.within(deadline);
    const url = page.serveStill('bomb', await make());
    const outcome = await page.ask<string>('sample', { url }).catch(async () => {
      await page.startWorker();
      return 'data.too-slow';
    });
    expect(outcome).toMatch(/^decoded$|^data\./);
    expect(page.crashes()).toBe(0);
    const peak = await page.peakMegabytes();
    expect(peak ?? 0).toBeLessThan(mostMegabytes);
    console.log(name, outcome, `peak ${String(peak)} MB`);
    await page.close();
  });
});
