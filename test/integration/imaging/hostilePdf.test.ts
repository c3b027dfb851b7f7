import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { mutateFile } from '../../support/mutateFile.ts';
import { pdfBombs } from '../../support/pdf/pdfBombs.ts';
import { letterPage, pdfFile } from '../../support/pdf/pdfFile.ts';
import { pdfSeeds } from '../../support/pdf/pdfSeeds.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { openWatchedImaging, type WatchedImaging } from '../../support/watchedImaging.ts';

/** PDFs made to break PDFium: each is drawn or refused by a code, at worst its process is ended by its guard or at its deadline, and the next file is served. */

/** The whole run of 2,000 is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 60);
const mostMegabytes = 600;

let watched: WatchedImaging;

describe('mutated PDFs', () => {
  beforeAll(() => { watched = openWatchedImaging({ mostMegabytes }); });
  afterAll(() => watched.imaging.close());

  it(`${String(mutations)} of them are each drawn or refused`, { timeout: 60_000 + mutations * 1000 }, async () => {
    const random = seededRandom(20_261_202);
    const outcomes = new Map<string, number>();
    let written = 0;
    for (let index = 0; index < mutations; index += 1) {
      const file = mutateFile(pdfSeeds[index % pdfSeeds.length] ?? new Uint8Array(), random);
      const probe = await watched.imaging.probe(file);
      const thumbnail = await watched.imaging.thumbnail(file);
      const outcome = thumbnail.ok ? 'drawn' : thumbnail.error.code;
      expect(`${String(index)} ${outcome}`).toMatch(/ (?:drawn|data\.(?:undecodable|password-protected|unsupported-medium))$/);
      // What is a PDF is always taken in.
      expect(probe.ok).toBe(outcome !== 'data.unsupported-medium');
      const pages = await watched.imaging.frames(file, { first: 0, window: 'stored' });
      expect(`${String(index)} ${pages.ok ? 'written' : pages.error.code}`).toMatch(/ (?:written|data\.(?:undecodable|password-protected|unsupported-medium))$/);
      if (!pages.ok) expect(`${String(index)}: ${pages.error.detail ?? ''}`).not.toMatch(/took over|ended the imaging/);
      written += pages.ok && pages.value.batch.some((made) => 'png' in made) ? 1 : 0;
      // Neither killed at its deadline nor ended by itself.
      if (!thumbnail.ok) expect(`${String(index)}: ${thumbnail.error.detail ?? ''}`).not.toMatch(/took over|ended the imaging/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(watched.started).toHaveLength(1);
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(1);
    expect(written).toBeGreaterThan(0);
    console.log({ ...Object.fromEntries(outcomes), written });
  });
});

describe('a bomb', () => {
  beforeEach(() => { watched = openWatchedImaging({ deadlineMilliseconds: 3000 }); });

  it.each(pdfBombs.map(({ name, make }) => [name, make] as const))('%s', async (name, make) => {
    const file = make();
    expect(file.byteLength).toBeLessThan(8 * 1024 * 1024);
    const begun = performance.now();
    const probe = unwrap(await watched.imaging.probe(file));
    const thumbnail = await watched.imaging.thumbnail(file);
    if (!thumbnail.ok) expect(thumbnail.error.code).toBe('data.undecodable');
    const pages = await watched.imaging.frames(file, { first: 0, window: 'stored' });
    if (!pages.ok) expect(pages.error.code).toBe('data.undecodable');
    console.log(`${name}: ${String(file.byteLength >> 10)} KB, ${String(probe.frames)} pages, ${thumbnail.ok ? 'drawn' : (thumbnail.error.detail ?? '')}, ${pages.ok ? `${String(pages.value.batch.filter((made) => 'png' in made).length)} written` : (pages.error.detail ?? '')}, ${String(watched.started.length)} processes, ${String(Math.round(performance.now() - begun))} ms`);
    // It serves the next.
    expect(unwrap(await watched.imaging.probe(pdfFile([letterPage(1), letterPage(2)])))).toMatchObject({ frames: 2 });
    await watched.imaging.close();
  });
});
