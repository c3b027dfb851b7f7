import { failureSchema } from '../../../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { Voi } from '../../../../shared/dicom/display/voi.ts';
import { decodedFramesSchema, frameHeader, readFrameShape, type FrameShape } from '../../../../shared/ipc/decodedFrames.ts';
import type { DecodedFrame, OpenFrameSource } from '../frameSource.ts';
import { paddedRows } from './paddedRows.ts';

/** More could be decoded and not shown: a canvas has no longer sides, and one page of more takes 400 MB. */
const longestSide = 16_384;
const mostPixels = 100_000_000;

/** Grey of 16 bits from a picture has no unit and proposes no window: what it spans is shown until a person chooses. */
const plainGrey: Voi = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false };

/** Pages and pictures that the browser does not decode (TIFF, HEIC): the main side does, in its killable process, and hands over samples. */
export const openMainSideFrames: OpenFrameSource = async ({ url }, signal) => {
  const response = await ask(new URL('frames', url), signal);
  if (!response.ok) return response;
  const described = decodedFramesSchema.safeParse(await response.value.json());
  if (!described.success) return fail('local.unexpected', { detail: 'frames' });
  const { frames, width, height, bits, pixelAspect } = described.data;
  if (Math.max(width, height) > longestSide || width * height > mostPixels) return fail('data.too-many-pixels', { detail: `${String(width)} x ${String(height)}` });
  return succeed({
    count: frames, width, height, bits, pixelAspect,
    spacing: { kind: 'uncalibrated' },
    frameBytes: width * height * 4,
    durations: null,
    frame: async (index, wanted) => {
      const answer = await ask(new URL(`frames/${String(index)}`, url), wanted);
      if (!answer.ok) return answer;
      const shape = readFrameShape(answer.value.headers.get(frameHeader));
      const samples = await readSamples(answer.value, wanted);
      if (!samples.ok) return samples;
      const isWhole = shape !== undefined && samples.value.byteLength === shape.width * shape.height * (shape.layout === 'grey16' ? 2 : 4);
      return isWhole ? decoded(shape, samples.value, { width, height }) : fail('data.undecodable', { detail: `frame ${String(index + 1)}` });
    },
    close: () => undefined,
  });
};

/** Smaller pages lie at the top left of the largest: a drawing's pixels are those of its page. */
async function decoded(shape: FrameShape, samples: ArrayBuffer, size: { readonly width: number; readonly height: number }): Promise<Result<DecodedFrame>> {
  const { width, height } = size;
  if (shape.layout === 'grey16') {
    const values = paddedRows(new Uint16Array(samples), shape, size);
    return succeed({ kind: 'grey', width, height, values, voi: plainGrey, bytes: values.byteLength, close: () => undefined });
  }
  const pixels = paddedRows(new Uint32Array(samples), shape, size);
  const image = await createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height));
  return succeed({ kind: 'picture', image, bytes: width * height * 4, close: () => image.close() });
}

async function ask(url: URL, signal: AbortSignal): Promise<Result<Response>> {
  try {
    const response = await fetch(url, { signal });
    if (response.ok) return succeed(response);
    const told = failureSchema.safeParse(await response.json());
    const failure = told.success ? told.data : { code: 'local.unexpected' as const, detail: `status ${String(response.status)}` };
    // The window's word for a Media whose bytes are not here.
    return { ok: false, error: failure.code === 'local.not-found' ? { ...failure, code: 'local.blob-missing' } : failure };
  } catch {
    return signal.aborted ? fail('local.cancelled') : fail('local.unexpected', { detail: 'no answer' });
  }
}

async function readSamples(response: Response, signal: AbortSignal): Promise<Result<ArrayBuffer>> {
  try {
    return succeed(await response.arrayBuffer());
  } catch {
    return signal.aborted ? fail('local.cancelled') : fail('local.unexpected', { detail: 'broken off' });
  }
}
