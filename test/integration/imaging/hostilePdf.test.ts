import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { dicomFixture } from '../../support/dicomFixtures.ts';
import { mutateFile } from '../../support/mutateFile.ts';
import { pdfBombs } from '../../support/pdf/pdfBombs.ts';
import { letterPage, pdfFile, type PdfPage } from '../../support/pdf/pdfFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/** PDFs made to break PDFium: each is drawn or refused by a code, at worst its process is ended by its guard or at its deadline, and the next file is served. */

/** The whole run of 2,000 is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 60);

let imaging: Imaging;
let started = 0;
const open = (deadlineMilliseconds?: number) => {
  started = 0;
  imaging = openImaging({
    entry: projectPath('electron/imaging/process.ts'),
    spawnChild: (module) => {
      started += 1;
      return spawnNodeChild(module);
    },
    ...(deadlineMilliseconds !== undefined && { deadlineMilliseconds }),
  });
};

describe('mutated PDFs', () => {
  beforeAll(() => open());
  afterAll(() => imaging.close());

  const codestream = Buffer.from(dicomFixture('HTJ2K_08_RGB.dcm'));
  const pictured = (filter: string, data: Uint8Array): PdfPage => ({ width: 144, height: 144, content: 'q 144 0 0 144 0 0 cm /P1 Do Q BT /F1 18 Tf 1 0 0 1 9 9 Tm (A) Tj ET', picture: { filter, width: 64, height: 64, data } });
  const seeds = [
    pdfFile([letterPage(1), letterPage(2)]),
    pdfFile([letterPage(1)], { password: '' }),
    pdfFile([pictured('JPXDecode', codestream.subarray(codestream.indexOf(Buffer.from('ff4fff51', 'hex')), 60_000))]),
    pdfFile([pictured('RunLengthDecode', Buffer.alloc(300, 129)), { width: 144, height: 144, content: '0.5 g 0 0 144 144 re f', rotate: 90 }]),
  ];

  it(`${String(mutations)} of them are each drawn or refused`, { timeout: 60_000 + mutations * 1000 }, async () => {
    const random = seededRandom(20_261_202);
    const outcomes = new Map<string, number>();
    let written = 0;
    for (let index = 0; index < mutations; index += 1) {
      const file = mutateFile(seeds[index % seeds.length] ?? new Uint8Array(), random);
      const probe = await imaging.probe(file);
      const thumbnail = await imaging.thumbnail(file);
      const outcome = thumbnail.ok ? 'drawn' : thumbnail.error.code;
      expect(`${String(index)} ${outcome}`).toMatch(/ (?:drawn|data\.(?:undecodable|password-protected|unsupported-medium))$/);
      // What is a PDF is always taken in.
      expect(probe.ok).toBe(outcome !== 'data.unsupported-medium');
      const pages = await imaging.frames(file, { first: 0, window: 'stored' });
      expect(`${String(index)} ${pages.ok ? 'written' : pages.error.code}`).toMatch(/ (?:written|data\.(?:undecodable|password-protected|unsupported-medium))$/);
      if (!pages.ok) expect(`${String(index)}: ${pages.error.detail ?? ''}`).not.toMatch(/took over|ended the imaging/);
      written += pages.ok && pages.value.batch.some((made) => 'png' in made) ? 1 : 0;
      // Neither killed at its deadline nor ended by itself.
      if (!thumbnail.ok) expect(`${String(index)}: ${thumbnail.error.detail ?? ''}`).not.toMatch(/took over|ended the imaging/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(started).toBe(1);
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(1);
    expect(written).toBeGreaterThan(0);
    console.log({ ...Object.fromEntries(outcomes), written });
  });
});

describe('a bomb', () => {
  beforeEach(() => open(3000));

  it.each(pdfBombs.map(({ name, make }) => [name, make] as const))('%s', async (name, make) => {
    const file = make();
    expect(file.byteLength).toBeLessThan(8 * 1024 * 1024);
    const begun = performance.now();
    const probe = unwrap(await imaging.probe(file));
    const thumbnail = await imaging.thumbnail(file);
    if (!thumbnail.ok) expect(thumbnail.error.code).toBe('data.undecodable');
    const pages = await imaging.frames(file, { first: 0, window: 'stored' });
    if (!pages.ok) expect(pages.error.code).toBe('data.undecodable');
    console.log(`${name}: ${String(file.byteLength >> 10)} KB, ${String(probe.frames)} pages, ${thumbnail.ok ? 'drawn' : (thumbnail.error.detail ?? '')}, ${pages.ok ? `${String(pages.value.batch.filter((made) => 'png' in made).length)} written` : (pages.error.detail ?? '')}, ${String(started)} processes, ${String(Math.round(performance.now() - begun))} ms`);
    // It serves the next.
    expect(unwrap(await imaging.probe(pdfFile([letterPage(1), letterPage(2)])))).toMatchObject({ frames: 2 });
    await imaging.close();
  });
});
