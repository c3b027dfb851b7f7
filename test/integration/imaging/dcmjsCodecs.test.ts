import { describe, expect, it } from 'vitest';
import { openDicom } from '../../../shared/dicom/openDicom.ts';
import type { Samples } from '../../../shared/dicom/pixels/samples.ts';
import { unwrap, type Result } from '../../../shared/errors/result.ts';
import { dicomFile, withFragments, type DicomElements } from '../../support/dicomFile.ts';
import { dicomPorts } from '../../support/dicomFixtures.ts';
import { extendedJpegFile, type ExtendedJpeg } from '../../support/extendedJpegFile.ts';
import { losslessJpegFile, type LosslessJpeg } from '../../support/losslessJpegFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/** Lossless and 12-bit JPEG against numbers that no decoder made: the codestreams are written here, sample by sample. */

const [width, height] = [37, 21];
const extended = '1.2.840.10008.1.2.4.51';
const lossless = '1.2.840.10008.1.2.4.57';

function dicomOf(codestream: Uint8Array, syntax: string, bits: number, colour: 'RGB' | 'YBR_FULL' | null, elements: DicomElements = {}): Uint8Array {
  const allocated = bits > 8 ? 16 : 8;
  const samples: DicomElements = colour === null ? {} : { '00280002 US': [3], '00280004 CS': colour, '00280006 US': [0] };
  const described: DicomElements = { '00280010 US': [height], '00280011 US': [width], '00280100 US': [allocated], '00280101 US': [bits], '00280102 US': [bits - 1] };
  return withFragments(dicomFile({ ...described, ...samples, ...elements }, syntax), [], [codestream]);
}

async function decoded(file: Uint8Array): Promise<Result<Samples>> {
  const frame = await unwrap(await openDicom(file, dicomPorts)).frame(0);
  return frame.ok ? { ok: true, value: frame.value.values } : frame;
}

function byPixel(planes: readonly ArrayLike<number>[]): readonly number[] {
  return Array.from({ length: width * height * planes.length }, (_, at) => planes[at % planes.length]?.[Math.floor(at / planes.length)] ?? 0);
}

/** So many bytes gone from the coded data in front of each marker that ends or interrupts it, one marker at a time; markers and the end stay. */
function shortened(codestream: Uint8Array, gone: number): readonly Uint8Array[] {
  const start = codestream.findIndex((byte, at) => byte === 0xff && codestream[at + 1] === 0xda);
  const ends = [...codestream.keys()].filter((at) => at > start && codestream[at] === 0xff && [0xd0, 0xd1, 0xda, 0xd9].includes(codestream[at + 1] ?? 0));
  return ends.map((end) => Buffer.concat([codestream.subarray(0, end - gone), codestream.subarray(end)]));
}

describe('lossless JPEG', () => {
  /** Smooth and wild by turns, from 0 to the most. It begins with 0 where half is predicted: of 16 bits that is the one difference without bits of its own. */
  function written(precision: number, components: number, how: Partial<LosslessJpeg>): LosslessJpeg {
    const random = seededRandom(precision, components);
    const most = 2 ** precision - 1;
    const sample = (plane: number, at: number) => (at > 0 && at % 5 === 0 ? Math.floor(random() * (most + 1)) : Math.round((((at * (plane + 3)) % 400) / 400) * most));
    const planes = Array.from({ length: components }, (_, plane) => Uint16Array.from({ length: width * height }, (_, at) => sample(plane, at)));
    return { width, height, precision, planes, predictor: 1, restartRows: 0, interleaved: true, ...how };
  }

  const cases = [2, 8, 9, 12, 16].flatMap((precision) => [1, 2, 3, 4, 5, 6, 7].map((predictor) => ({ precision, predictor })));

  it.each(cases)('of $precision bits by predictor $predictor is exact: grey and colour, with and without restarts, in one scan and in three', async ({ precision, predictor }) => {
    for (const restartRows of [0, 2]) {
      for (const [components, interleaved] of [[1, true], [3, true], [3, false]] as const) {
        const picture = written(precision, components, { predictor, restartRows, interleaved });
        const values = unwrap(await decoded(dicomOf(losslessJpegFile(picture), lossless, precision, components === 3 ? 'RGB' : null)));
        expect([restartRows, components, interleaved, ...values]).toEqual([restartRows, components, interleaved, ...byPixel(picture.planes)]);
      }
    }
  });

  it('of YBR is made RGB', async () => {
    const white = { ...written(16, 3, {}), planes: [0xffff, 0x8000, 0x8000].map((value) => new Uint16Array(width * height).fill(value)) };
    expect(new Set(unwrap(await decoded(dicomOf(losslessJpegFile(white), lossless, 16, 'YBR_FULL'))))).toEqual(new Set([0xffff]));
  });

  it('that breaks off is refused instead of being filled up', async () => {
    const file = losslessJpegFile(written(16, 3, {}));
    expect(await decoded(dicomOf(file.subarray(0, file.length / 2), lossless, 16, 'RGB'))).toMatchObject({ ok: false, error: { code: 'data.truncated' } });
  });

  it('that has its end but not all of its samples is refused instead of being filled up', async () => {
    for (const [restartRows, interleaved] of [[0, true], [7, true]] as const) {
      const files = [4, 40, 200].flatMap((gone) => shortened(losslessJpegFile(written(16, 3, { restartRows, interleaved })), gone));
      expect(files).toHaveLength(restartRows === 0 ? 3 : 9);
      for (const file of files) expect(await decoded(dicomOf(file, lossless, 16, 'RGB'))).toMatchObject({ ok: false, error: { code: 'data.truncated' } });
    }
  });

  it('without one of its three scans is refused, and so is one that lost a part between two restarts', async () => {
    const scans = Buffer.from(losslessJpegFile(written(8, 3, { interleaved: false })));
    const last = scans.lastIndexOf(Buffer.from([0xff, 0xda]));
    expect(await decoded(dicomOf(Buffer.concat([scans.subarray(0, last), scans.subarray(-2)]), lossless, 8, 'RGB'))).toMatchObject({ ok: false, error: { code: 'data.truncated' } });
    const restarted = Buffer.from(losslessJpegFile(written(8, 1, { restartRows: 2 })));
    const [from, to] = [restarted.indexOf(Buffer.from([0xff, 0xd2])), restarted.indexOf(Buffer.from([0xff, 0xd3]))];
    expect(await decoded(dicomOf(Buffer.concat([restarted.subarray(0, from), restarted.subarray(to)]), lossless, 8, null))).toMatchObject({ ok: false, error: { code: 'data.undecodable' } });
  });

  it('with a code that its tables do not know is refused', async () => {
    const file = Buffer.from(losslessJpegFile(written(8, 1, {})));
    // Ones all over: the code that no table may have, and stuffed zeros.
    file.fill(Buffer.from([0xff, 0x00]), file.length - 202, file.length - 2);
    expect(await decoded(dicomOf(file, lossless, 8, null))).toMatchObject({ ok: false, error: { code: 'data.undecodable' } });
  });
});

describe('12-bit JPEG', () => {
  const waves = (x: number, y: number) => 2048 + 1500 * Math.sin(x / 5) * Math.cos(y / 7) + 300 * Math.sin(x * 1.7 + y);
  const ramp = (x: number, y: number) => Math.min(4095, x * 60 + y * 90);
  const edges = (x: number, y: number) => ((x >> 2) + (y >> 1)) % 2 === 0 ? 0 : 4095;
  const flat = (value: number) => () => value;
  const picture = (components: ExtendedJpeg['components'], how: Partial<ExtendedJpeg> = {}): ExtendedJpeg => ({ width, height, components, step: 1, across: 1, restartInterval: 0, ...how });

  /** A transform in integers may round to the other neighbour where the exact value lies about between two: seldom, and never further. */
  function expectRounded(values: ArrayLike<number>, exact: ArrayLike<number>): void {
    const distances = Array.from(exact, (value, at) => Math.abs((values[at] ?? Number.NaN) - value));
    expect(values.length).toBe(exact.length);
    expect(Math.max(...distances)).toBeLessThan(1);
    expect(distances.filter((distance) => distance > 0.5).length / distances.length).toBeLessThan(0.1);
  }

  it.each<[string, ExtendedJpeg['components'][number], Partial<ExtendedJpeg>]>([
    ['waves', waves, {}], ['a ramp', ramp, {}], ['edges from black to white', edges, {}], ['waves, coarsely', waves, { step: 40 }], ['edges, coarsely', edges, { step: 40 }], ['waves, restarted', waves, { restartInterval: 3 }],
  ])('of %s is what its coefficients say', async (_name, samples, how) => {
    const { bytes, samples: [exact = new Float64Array()] } = extendedJpegFile(picture([samples], how));
    expectRounded(unwrap(await decoded(dicomOf(bytes, extended, 12, null))), exact);
  });

  it.each([0, 1, 2047, 2048, 4095])('of nothing but %i is exact', async (value) => {
    const { bytes } = extendedJpegFile(picture([flat(value)]));
    expect(new Set(unwrap(await decoded(dicomOf(bytes, extended, 12, null))))).toEqual(new Set([value]));
  });

  it('of three components is exact in each', async () => {
    const { bytes, samples } = extendedJpegFile(picture([waves, ramp, edges], { restartInterval: 4 }));
    expectRounded(unwrap(await decoded(dicomOf(bytes, extended, 12, 'RGB'))), byPixel(samples));
  });

  it('with half as much colour as luminance is made RGB', async () => {
    const { bytes, samples: [luminance = new Float64Array()] } = extendedJpegFile(picture([waves, flat(2048), flat(2048)], { across: 2 }));
    const [file, grey] = [dicomOf(bytes, extended, 12, 'YBR_FULL', { '00280004 CS': 'YBR_FULL_422' }), byPixel([luminance, luminance, luminance])];
    expectRounded(unwrap(await decoded(file)), grey);
  });

  it('keeps to the bits that the file says are stored', async () => {
    const { bytes } = extendedJpegFile(picture([flat(1030)]));
    expect(new Set(unwrap(await decoded(dicomOf(bytes, extended, 10, null))))).toEqual(new Set([1023]));
    const negative = extendedJpegFile(picture([flat(4090)])).bytes;
    expect(new Set(unwrap(await decoded(dicomOf(negative, extended, 12, null, { '00280103 US': [1] }))))).toEqual(new Set([-6]));
  });

  it('that breaks off, or looks like another process, is refused by name', async () => {
    const { bytes } = extendedJpegFile(picture([waves]));
    expect(await decoded(dicomOf(bytes.subarray(0, bytes.length / 2), extended, 12, null))).toMatchObject({ ok: false, error: { code: 'data.truncated' } });
    const progressive = bytes.map((byte, at) => (byte === 0xc1 && bytes[at - 1] === 0xff ? 0xc2 : byte));
    expect(await decoded(dicomOf(progressive, extended, 12, null))).toEqual({ ok: false, error: { code: 'data.unsupported-compression', detail: 'JPEG Extended (Process 2 and 4), 1 x 12 bits' } });
  });

  it('that has its end but not all of its blocks is refused instead of being filled up', async () => {
    for (const how of [{}, { restartInterval: 8 }, { across: 2 as const }]) {
      const files = [2, 20, 60].flatMap((gone) => shortened(extendedJpegFile(picture([waves, ramp, edges], how)).bytes, gone));
      for (const file of files) expect(await decoded(dicomOf(file, extended, 12, 'YBR_FULL'))).toMatchObject({ ok: false, error: { code: 'data.truncated' } });
    }
  });

  it('decodes after a file that made the decoder give up', async () => {
    const { bytes, samples: [exact = new Float64Array()] } = extendedJpegFile(picture([waves]));
    // A table of quantization that the frame asks for and nobody defines.
    const broken = bytes.map((byte, at) => (at === 6 ? 3 : byte));
    expect(await decoded(dicomOf(broken, extended, 12, null))).toMatchObject({ ok: false, error: { code: 'data.undecodable' } });
    expectRounded(unwrap(await decoded(dicomOf(bytes, extended, 12, null))), exact);
  });

  it('is not looked at for ever where a marker has no business', async () => {
    const { bytes } = extendedJpegFile(picture([waves]));
    for (const marker of [0x01, 0x02, 0xd9]) {
      const file = Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, marker]), bytes.subarray(2)]);
      expect(await decoded(dicomOf(file, extended, 12, null))).toEqual({ ok: false, error: { code: 'data.undecodable', detail: 'JPEG markers' } });
    }
  });
});
