import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dicomFile, withFragments } from '../../support/dicomFile.ts';
import { dicomFixture } from '../../support/dicomFixtures.ts';
import { extendedJpegFile } from '../../support/extendedJpegFile.ts';
import { mutateFile } from '../../support/mutateFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { openWatchedImaging, type WatchedImaging } from '../../support/watchedImaging.ts';

/** Files made to break the decoder, in the process it runs in: each is decoded or refused, within its deadline, and the process lives on. */

/** One small file for every decoder and every way to lay out frames. */
const seeds = [
  'made_jpeg_422.dcm', 'made_jpeg_extended12.dcm', 'made_jpeg_lossless_rgb16.dcm', 'made_jpeg_lossless_rgb.dcm', 'made_jpeg_lossless_sv6.dcm', 'made_jpeg_ls_near.dcm', 'JLSL_08_07_0_1F.dcm', 'liver_j2k.dcm',
  'emri_small_jpeg_2k_lossless.dcm', 'HTJ2K_08_RGB.dcm', 'emri_small_RLE.dcm', 'liver_deflate.dcm', 'made_deflated.dcm', 'SC_rgb.dcm',
  'SC_ybr_full_uncompressed.dcm', 'OBXXXX1A_rle_2frame.dcm', 'emri_small_big_endian.dcm', 'made_implicit.dcm',
];
/** The whole run of 2,000 and more is asked for by the environment. */
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 500);
const mostMegabytes = 600;

describe('mutated DICOM files', () => {
  let watched: WatchedImaging;
  beforeAll(() => { watched = openWatchedImaging({ mostMegabytes }); });
  afterAll(() => watched.imaging.close());

  it(`${String(mutations)} of them are each decoded or refused by one process`, { timeout: 60_000 + mutations * 1000 }, async () => {
    const random = seededRandom(20_261_123);
    const outcomes = new Map<string, number>();
    for (let index = 0; index < mutations; index += 1) {
      const file = mutateFile(dicomFixture(seeds[index % seeds.length] ?? 'SC_rgb.dcm'), random);
      const answer = await watched.imaging.frames(file, { first: 0, window: index % 3 === 0 ? 'stored' : 'auto' });
      const outcome = answer.ok ? 'decoded' : answer.error.code;
      expect(outcome).toMatch(/^decoded$|^data\./);
      // Neither killed at its deadline nor ended by itself.
      if (!answer.ok) expect(`${String(index)}: ${answer.error.detail ?? ''}`).not.toMatch(/frames (?:took over|ended)/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(watched.started).toHaveLength(1);
    // Mutations that only ever ended in one way would prove nothing.
    expect(outcomes.size).toBeGreaterThan(3);
    console.log(Object.fromEntries(outcomes));
  });

  it.each([['grey, in one scan', 1, 1, 8192], ['colour, in one scan', 3, 1, 4700], ['colour, in three scans', 3, 3, 4700], ['colour, in ten thousand scans', 3, 10_000, 4700]])(
    'a small file that promises a large picture is answered: %s', async (_name, components, scans, side) => {
      const answer = await watched.imaging.frames(promising(components, scans, side), { first: 0, window: 'auto' });
      if (!answer.ok) expect(answer.error.code).toMatch(/^data\./);
      expect(await watched.imaging.frames(dicomFixture('made_jpeg_extended12.dcm'), { first: 0, window: 'auto' })).toMatchObject({ ok: true });
    });
});

/** A 12-bit JPEG of one block whose header speaks of `side` x `side` pixels; further scans are empty. */
function promising(components: number, scans: number, side: number): Uint8Array {
  const codestream = Buffer.from(extendedJpegFile({ width: 8, height: 8, components: Array.from({ length: components }, () => () => 100), step: 1, across: 1, restartInterval: 0 }).bytes);
  const frame = codestream.indexOf(Buffer.from([0xff, 0xc1]));
  codestream.writeUInt16BE(side, frame + 5);
  codestream.writeUInt16BE(side, frame + 7);
  const scan = codestream.indexOf(Buffer.from([0xff, 0xda]));
  const empty = Array.from({ length: scans }, (_, index) => Buffer.from([0xff, 0xda, 0, 8, 1, 1 + (index % components), 0, 0, 63, 0]));
  const file = scans === 1 ? codestream : Buffer.concat([codestream.subarray(0, scan), ...empty, Buffer.from([0xff, 0xd9])]);
  const colour = components === 3 ? { '00280002 US': [3], '00280004 CS': 'RGB', '00280006 US': [0] } : {};
  return withFragments(dicomFile({ '00280010 US': [side], '00280011 US': [side], '00280101 US': [12], '00280102 US': [11], ...colour }, '1.2.840.10008.1.2.4.51'), [], [file]);
}
