import { readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import type { FrameBatch } from '../../../electron/imaging/messages.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { stillFixtures } from '../../support/stillFixtures.ts';
import type { StillFixture } from '../../support/stills/stillFixture.ts';

/** Pixel truth of stills and pages: every frame of every variant against the numbers it was written from. */

let imaging: Imaging;
beforeAll(() => {
  // A deadline is not what is tried here, and a busy machine takes its time to start a process.
  imaging = openImaging({ spawnChild: spawnNodeChild, entry: projectPath('electron/imaging/process.ts'), deadlineMilliseconds: 110_000 });
});
afterAll(() => imaging.close());

const rows: string[] = [];

/** As a PNG of 8 or 16 bits holds them; opacity where the fixture knows it. */
async function pixelsOf(made: FrameBatch['batch'][number] | undefined, { bits, channels }: StillFixture): Promise<readonly number[]> {
  if (!made || !('png' in made)) throw new Error(`no frame: ${JSON.stringify(made)}`);
  const wide = (await sharp(made.png).metadata()).depth === 'ushort';
  if (bits === 8 || bits === 16) expect(wide).toBe(bits === 16);
  const picture = (channels === 4 ? sharp(made.png).ensureAlpha() : sharp(made.png).removeAlpha()).toColourspace(channels === 1 ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb');
  const { data, info } = await picture.raw({ depth: wide ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(channels);
  const values = [...(wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data)];
  return channels === 4 ? values.map((value, index) => (values[index - (index % 4) + 3] === 0 ? 0 : value)) : values;
}

/** Decibels; infinite for equal pixels. */
function psnr(mine: readonly number[], theirs: readonly number[], peak: number): number {
  expect(mine.length).toBe(theirs.length);
  const sum = mine.reduce((total, value, index) => total + (value - (theirs[index] ?? 0)) ** 2, 0);
  return 10 * Math.log10((peak * peak * mine.length) / sum);
}

describe('every frame of a still or a document', () => {
  it.each(stillFixtures.map((fixture) => [`${fixture.format}, ${fixture.variant}, ${String(fixture.bits)} bits`, fixture] as const))('%s', async (_name, fixture) => {
    const { format, variant, writer, bits, frames, width, height, durations = null, lossy, refused, make } = fixture;
    const file = await make();
    const answer = await imaging.frames(file, { first: 0, window: 'stored' });
    const row = (result: string): number => rows.push(`| ${[format, variant, String(bits), String(Math.max(1, frames.length)), writer, result].join(' | ')} |`);
    if (refused !== undefined) {
      expect(answer).toEqual({ ok: false, error: { code: 'data.unsupported-compression', detail: refused } });
      expect(await imaging.probe(file)).toEqual({ ok: false, error: { code: 'data.unsupported-compression', detail: refused } });
      row(`refused: ${refused}`);
      return;
    }
    const { batch, ...description } = unwrap(answer);
    expect(description).toMatchObject({ width, height, bits, frames: frames.length, durationsMs: durations });
    expect(unwrap(await imaging.probe(file))).toMatchObject({ width, height, frames: frames.length });
    expect(batch).toHaveLength(frames.length);
    if (lossy === true) {
      for (const [index, expected] of frames.entries()) {
        expect(psnr(await pixelsOf(batch[index], fixture), expected, expected.some((value) => value > 255) ? 65_535 : 255)).toBeGreaterThanOrEqual(40);
      }
      row('over 40 dB');
      return;
    }
    for (const [index, expected] of frames.entries()) expect(await pixelsOf(batch[index], fixture)).toEqual(expected);
    row('exact');
  });

  it('is told in docs/media.md as it is', () => {
    if (process.env['LIGHTBOX_WRITE_MEDIA_TABLE'] === '1') writeTable(rows);
    const told = readFileSync(document, 'utf8').split('\n');
    expect(rows.filter((row) => !told.includes(row))).toEqual([]);
  });
});

const document = projectPath('docs/media.md');
const [begin, end] = ['<!-- stills: written by test/integration/imaging/stillPixels.test.ts -->', '<!-- /stills -->'];

function writeTable(table: readonly string[]): void {
  const text = readFileSync(document, 'utf8');
  const heading = ['| Format | Variant | Bits | Frames | Written by | Result |', '| --- | --- | --- | --- | --- | --- |'];
  writeFileSync(document, `${text.slice(0, text.indexOf(begin))}${[begin, ...heading, ...table].join('\n')}\n${text.slice(text.indexOf(end))}`);
}
