import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { openDicom, type DicomSource } from '../../../shared/dicom/openDicom.ts';
import type { Samples } from '../../../shared/dicom/pixels/samples.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { dicomFiles, dicomPorts, dicomReferences, hashOfSamples, referencePicture } from '../../support/dicomFixtures.ts';

/** Pixel truth: every frame of every file, against decoders that share no code with ours. */

interface Row {
  readonly file: string;
  readonly source: DicomSource;
  readonly decoder: string;
  readonly verdict: string;
}

const rows: Row[] = [];

/** Decibels; infinite for equal pixels. */
function psnr(mine: Samples, theirs: Samples, peak: number): number {
  expect(mine.length).toBe(theirs.length);
  let sum = 0;
  for (let index = 0; index < mine.length; index += 1) sum += ((mine[index] ?? 0) - (theirs[index] ?? 0)) ** 2;
  return 10 * Math.log10((peak * peak * mine.length) / sum);
}

async function picturePixels(path: string, kind: 'grey' | 'colour'): Promise<Samples> {
  return new Uint8Array(await sharp(path).toColourspace(kind === 'grey' ? 'b-w' : 'srgb').raw().toBuffer());
}

describe('every frame of a DICOM file', () => {
  it.each(dicomFiles.map((path) => [basename(path), path] as const))('%s', async (file, path) => {
    const source = unwrap(await openDicom(readFileSync(path), dicomPorts));
    const reference = dicomReferences[file];
    if (!reference) throw new Error(`no reference for ${file}`);
    expect(source.count).toBe(reference.frames.length);
    const picture = referencePicture(file);
    if (picture !== undefined) {
      const { kind, values } = unwrap(await source.frame(0));
      const decibels = psnr(values, await picturePixels(picture, kind), 2 ** source.bits - 1);
      expect(decibels).toBeGreaterThanOrEqual(40);
      rows.push({ file, source, decoder: reference.decoder, verdict: Number.isFinite(decibels) ? `${decibels.toFixed(1)} dB` : 'exact' });
      return;
    }
    const hashes: string[] = [];
    for (let index = 0; index < source.count; index += 1) hashes.push(hashOfSamples(unwrap(await source.frame(index)).values));
    expect(hashes).toEqual(reference.frames);
    rows.push({ file, source, decoder: reference.decoder, verdict: 'exact' });
  });

  it('is told in docs/media.md as it is', () => {
    const table = rows.map(({ file, source, decoder, verdict }) =>
      `| ${[file, source.syntax.name, source.photometric, `${String(source.bits)}${source.signed ? ', signed' : ''}`, String(source.count), decoder, verdict].join(' | ')} |`);
    if (process.env['LIGHTBOX_WRITE_MEDIA_TABLE'] === '1') writeTable(table);
    const told = readFileSync(document, 'utf8').split('\n');
    expect(table.filter((row) => !told.includes(row))).toEqual([]);
  });
});

const document = projectPath('docs/media.md');
const [begin, end] = ['<!-- dicom: written by test/integration/imaging/dicomPixels.test.ts -->', '<!-- /dicom -->'];

function writeTable(table: readonly string[]): void {
  const text = readFileSync(document, 'utf8');
  const heading = ['| File | Transfer syntax | Photometric | Bits | Frames | Compared with | Result |', '| --- | --- | --- | --- | --- | --- | --- |'];
  writeFileSync(document, `${text.slice(0, text.indexOf(begin))}${[begin, ...heading, ...table].join('\n')}\n${text.slice(text.indexOf(end))}`);
}
