import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutateFile } from '../../support/mutateFile.ts';
import { openPdfPage } from '../../support/pdf/openPdfPage.ts';
import { pdfSeeds } from '../../support/pdf/pdfSeeds.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/** Documents made to break pdf.js, in the workers they are drawn in: each is drawn or refused by a code, and the page lives on. */

/** The whole run of 2,000 and more is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 60);
/** A worker that has not answered by then hangs; the viewer ends it sooner. Milliseconds. */
const hangs = 120_000;

describe('mutated PDFs', () => {
  let page: Awaited<ReturnType<typeof openPdfPage>>;
  beforeAll(async () => {
    page = await openPdfPage();
    page.within(hangs);
  }, 300_000);
  afterAll(() => page.close());

  it(`${String(mutations)} of them are each drawn or refused`, { timeout: 120_000 + mutations * 5000 }, async () => {
    const random = seededRandom(20_261_201);
    const outcomes = new Map<string, number>();
    for (let index = 0; index < mutations; index += 1) {
      const outcome = await page.ask<string>('sample', { url: page.serve('mutated.pdf', mutateFile(pdfSeeds[index % pdfSeeds.length] ?? new Uint8Array(), random)) });
      expect(`${String(index)} ${outcome}`).toMatch(/ (?:drawn|data\.undecodable|data\.password-protected)$/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(page.crashes()).toBe(0);
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(1);
    console.log(Object.fromEntries(outcomes));
  });
});
