import { failureSchema } from '../../../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import { decodedFramesSchema, frameHeader, readFrameShape, writeFrameRegion, type DecodedFrames, type FrameRegion, type FrameShape } from '../../../../shared/ipc/decodedFrames.ts';

/** What the main side decodes of a Media. @param url of its content, beside which its frames lie. */
export async function describeOnMainSide(url: string, signal: AbortSignal): Promise<Result<DecodedFrames>> {
  const response = await ask(new URL('frames', url), signal);
  if (!response.ok) return response;
  const described = decodedFramesSchema.safeParse(await response.value.json());
  return described.success ? succeed(described.data) : fail('local.unexpected', { detail: 'frames' });
}

export interface DecodedSamples {
  readonly shape: FrameShape;
  /** As many as the shape says. */
  readonly samples: ArrayBuffer;
}

/** One frame, or a part of it. */
export async function decodeOnMainSide(url: string, index: number, region: FrameRegion | null, signal: AbortSignal): Promise<Result<DecodedSamples>> {
  const address = new URL(`frames/${String(index)}`, url);
  if (region !== null) address.searchParams.set('region', writeFrameRegion(region));
  const answer = await ask(address, signal);
  if (!answer.ok) return answer;
  const shape = readFrameShape(answer.value.headers.get(frameHeader));
  const samples = await readSamples(answer.value, signal);
  if (!samples.ok) return samples;
  const isWhole = shape !== undefined && samples.value.byteLength === shape.width * shape.height * (shape.layout === 'grey16' ? 2 : 4);
  return isWhole ? succeed({ shape, samples: samples.value }) : fail('data.undecodable', { detail: `frame ${String(index + 1)}` });
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
