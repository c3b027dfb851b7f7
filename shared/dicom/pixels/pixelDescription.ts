import { FailureError } from '../../errors/result.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';

/** Image Pixel Module (DICOM PS3.3, C.7.6.3), checked. */
export interface PixelDescription {
  readonly width: number;
  readonly height: number;
  readonly samples: 1 | 3;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Colour by plane instead of by pixel. */
  readonly planar: boolean;
  readonly photometric: string;
  /** Bytes of 8-bit pixels that lie in words, so that big endian swaps them. DICOM PS3.5, 8.1.2 and A.3. */
  readonly inWords: boolean;
  /** 'integer', or what the Float and Double Float Pixel Data hold. */
  readonly numbers: 'integer' | 'float' | 'double';
}

/** Decoders work in 32-bit samples: more would not fit the memory of the process they run in. */
const mostSamplesPerFrame = 64 * 1024 * 1024;

const photometrics = new Set([
  'MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR', 'RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_422', 'YBR_PARTIAL_420', 'YBR_ICT', 'YBR_RCT',
]);

/**
 * @param pixelTag where the pixels lie: 7fe00010, 7fe00008 (float) or 7fe00009 (double).
 * @throws FailureError `data.undecodable` for a description that contradicts itself, `data.unsupported-compression`, `data.too-many-pixels`.
 */
export function describePixels(dataSet: DicomDataSet, pixelTag: string): PixelDescription {
  const height = dataSet.word('00280010') ?? 0;
  const width = dataSet.word('00280011') ?? 0;
  const samples = dataSet.word('00280002') ?? 1;
  const numbers = pixelTag === '7fe00008' ? 'float' : pixelTag === '7fe00009' ? 'double' : 'integer';
  const bitsAllocated = numbers === 'float' ? 32 : numbers === 'double' ? 64 : (dataSet.word('00280100') ?? 0);
  const bitsStored = dataSet.word('00280101') ?? bitsAllocated;
  const highBit = dataSet.word('00280102') ?? bitsStored - 1;
  const photometric = dataSet.string('00280004')?.toUpperCase() ?? (samples === 3 ? 'RGB' : 'MONOCHROME2');
  const refuse = (detail: string): never => {
    throw new FailureError({ code: 'data.undecodable', detail });
  };
  if (width === 0 || height === 0) refuse(`${String(width)} columns, ${String(height)} rows`);
  if (width * height * samples > mostSamplesPerFrame) throw new FailureError({ code: 'data.too-many-pixels', detail: `${String(width)} x ${String(height)}` });
  if (samples !== 1 && samples !== 3) refuse(`${String(samples)} samples per pixel`);
  if (!photometrics.has(photometric)) refuse(`photometric interpretation ${photometric.slice(0, 16)}`);
  if ((samples === 3) !== !['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR'].includes(photometric)) refuse(`${photometric} with ${String(samples)} samples per pixel`);
  if (numbers === 'integer' && ![1, 8, 16, 32].includes(bitsAllocated)) refuse(`${String(bitsAllocated)} bits allocated`);
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit < bitsStored - 1) {
    if (numbers === 'integer') refuse(`${String(bitsStored)} bits stored up to bit ${String(highBit)} of ${String(bitsAllocated)}`);
  }
  return {
    width, height, samples: samples === 3 ? 3 : 1, bitsAllocated, bitsStored, highBit,
    signed: dataSet.word('00280103') === 1,
    planar: samples === 3 && dataSet.word('00280006') === 1,
    inWords: bitsAllocated <= 8 && dataSet.element(pixelTag)?.vr === 'OW',
    photometric, numbers,
  };
}
