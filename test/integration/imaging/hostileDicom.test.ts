import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import type { Child } from '../../../electron/process/child.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { dicomFixture } from '../../support/dicomFixtures.ts';
import { mutateFile } from '../../support/mutateFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/** Files made to break the decoder, in the process it runs in: each is decoded or refused, within its deadline, and the process lives on. */

/** One small file for every decoder and every way to lay out frames. */
const seeds = [
  'made_jpeg_422.dcm', 'made_jpeg_lossless_rgb.dcm', 'made_jpeg_lossless_sv6.dcm', 'made_jpeg_ls_near.dcm', 'JLSL_08_07_0_1F.dcm', 'liver_j2k.dcm',
  'emri_small_jpeg_2k_lossless.dcm', 'HTJ2K_08_RGB.dcm', 'emri_small_RLE.dcm', 'liver_deflate.dcm', 'made_deflated.dcm', 'SC_rgb.dcm',
  'SC_ybr_full_uncompressed.dcm', 'OBXXXX1A_rle_2frame.dcm', 'emri_small_big_endian.dcm', 'made_implicit.dcm',
];
/** The whole run of 2,000 and more is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 500);
const mostMegabytes = 600;

describe('mutated DICOM files', () => {
  const started: Child[] = [];
  let imaging: Imaging;
  beforeAll(() => {
    imaging = openImaging({
      entry: projectPath('electron/imaging/process.ts'),
      spawnChild: (module) => {
        const child = spawnNodeChild(module, { environment: { LIGHTBOX_IMAGING_MEGABYTES: String(mostMegabytes) } });
        started.push(child);
        return child;
      },
    });
  });
  afterAll(() => imaging.close());

  it(`${String(mutations)} of them are each decoded or refused by one process`, { timeout: 60_000 + mutations * 1000 }, async () => {
    const random = seededRandom(20_261_123);
    const outcomes = new Map<string, number>();
    for (let index = 0; index < mutations; index += 1) {
      const file = mutateFile(dicomFixture(seeds[index % seeds.length] ?? 'SC_rgb.dcm'), random);
      const answer = await imaging.frames(file, { first: 0, window: index % 3 === 0 ? 'stored' : 'auto' });
      const outcome = answer.ok ? 'decoded' : answer.error.code;
      expect(outcome).toMatch(/^decoded$|^data\./);
      // Neither killed at its deadline nor ended by itself.
      if (!answer.ok) expect(`${String(index)}: ${answer.error.detail ?? ''}`).not.toMatch(/frames (?:took over|ended)/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(started).toHaveLength(1);
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(3);
    console.log(Object.fromEntries(outcomes));
  });
});
