import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { Voi } from '../../../../shared/dicom/display/voi.ts';
import type { DecodedFrame, OpenFrameSource } from '../frameSource.ts';
import { isLarge } from '../large/largePicture.ts';
import { largeSource } from '../large/largeSource.ts';
import { decodeOnMainSide, describeOnMainSide, type DecodedSamples } from './askMainSide.ts';
import { mainSideReader } from './mainSideReader.ts';
import { paddedRows } from './paddedRows.ts';

/** More could be decoded and not shown whole: a canvas has no longer sides, and one page of more takes 400 MB. */
const longestSide = 16_384;
const mostPixels = 100_000_000;

/** Grey of 16 bits from a picture has no unit and proposes no window: what it spans is shown until a person chooses. */
const plainGrey: Voi = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false };

/** Pages and pictures that the browser does not decode (TIFF, HEIC): the main side does, in its killable process, and hands over samples. */
export const openMainSideFrames: OpenFrameSource = async ({ url }, signal) => {
  const described = await describeOnMainSide(url, signal);
  if (!described.ok) return described;
  const { frames, width, height, bits, pixelAspect, layout } = described.value;
  // Values of grey go through a window as a whole, and pages differ in size.
  const inParts = frames === 1 && layout === 'rgba8' && isLarge({ width, height });
  if (inParts) return succeed(largeSource({ size: { width, height }, bits, pixelAspect, reduced: null, reader: mainSideReader(url) }));
  if (Math.max(width, height) > longestSide || width * height > mostPixels) return fail('data.too-many-pixels', { detail: `${String(width)} x ${String(height)}` });
  return succeed({
    count: frames, width, height, bits, pixelAspect,
    spacing: { kind: 'uncalibrated' },
    frameBytes: width * height * 4,
    durations: null,
    frame: async (index, wanted) => {
      const answer = await decodeOnMainSide(url, index, null, wanted);
      return answer.ok ? decoded(answer.value, { width, height }) : answer;
    },
    close: () => undefined,
  });
};

/** Smaller pages lie at the top left of the largest: a drawing's pixels are those of its page. */
async function decoded({ shape, samples }: DecodedSamples, size: { readonly width: number; readonly height: number }): Promise<Result<DecodedFrame>> {
  const { width, height } = size;
  if (shape.layout === 'grey16') {
    const values = paddedRows(new Uint16Array(samples), shape, size);
    return succeed({ kind: 'grey', width, height, values, voi: plainGrey, bytes: values.byteLength, close: () => undefined });
  }
  const pixels = paddedRows(new Uint32Array(samples), shape, size);
  const image = await createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height));
  return succeed({ kind: 'picture', image, bytes: width * height * 4, close: () => image.close() });
}
