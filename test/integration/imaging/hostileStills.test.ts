import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutateFile } from '../../support/mutateFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { stillFixtures } from '../../support/stillFixtures.ts';
import { openWatchedImaging, type WatchedImaging } from '../../support/watchedImaging.ts';

/** Stills and documents made to break their decoders: each is decoded or refused, within its deadline, and the process lives on. */

/** Of each decoder. The whole run of 2,000 is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 60);
const mostMegabytes = 600;
const formats = [...new Set(stillFixtures.map(({ format }) => format))];

describe.each(formats)('mutated %s', (format) => {
  let watched: WatchedImaging;
  beforeAll(() => { watched = openWatchedImaging({ mostMegabytes }); });
  afterAll(() => watched.imaging.close());

  it(`${String(mutations)} files are each decoded or refused`, { timeout: 60_000 + mutations * 1000 }, async () => {
    const random = seededRandom(20_261_130, formats.indexOf(format));
    const seeds = await Promise.all(stillFixtures.filter((fixture) => fixture.format === format && fixture.refused === undefined).map(async ({ make }) => make()));
    const outcomes = new Map<string, number>();
    for (let index = 0; index < mutations; index += 1) {
      const file = mutateFile(seeds[index % seeds.length] ?? new Uint8Array(), random);
      const answers = [await watched.imaging.probe(file), await watched.imaging.frames(file, { first: 0, window: 'stored' })];
      for (const answer of answers) {
        const outcome = answer.ok ? 'decoded' : answer.error.code;
        expect(outcome).toMatch(/^decoded$|^data\./);
        // Neither killed at its deadline nor ended by itself.
        if (!answer.ok) expect(`${String(index)}: ${answer.error.detail ?? ''}`).not.toMatch(/took over|ended the imaging/);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    // What libvips leaves behind of broken files adds up over thousands; a process that is ended for it has its file asked again of the next.
    expect(watched.started.length).toBeLessThanOrEqual(1 + Math.floor(mutations / 500));
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(1);
    console.log(format, Object.fromEntries(outcomes), `${String(watched.started.length)} processes`);
  });
});
