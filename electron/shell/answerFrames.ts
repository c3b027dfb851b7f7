import type { Failure } from '../../shared/errors/errorCode.ts';
import type { Result } from '../../shared/errors/result.ts';
import { frameHeader, readFrameRegion, writeFrameShape, type DecodedFrames, type FrameRegion, type FrameShape } from '../../shared/ipc/decodedFrames.ts';
import { contentHeaders } from './contentSecurityPolicy.ts';

/** Where the window gets frames that its own engine cannot decode; never from a disk. */
export interface FrameService {
  readonly frames: (mediaId: string, page: number | null) => Promise<Result<DecodedFrames>>;
  readonly frame: (mediaId: string, page: number | null, frame: number, region: FrameRegion | null, signal: AbortSignal) => Promise<Result<FrameShape & { readonly samples: Uint8Array }>>;
}

/** `…/media/<id>/frames` as JSON, `…/media/<id>/frames/<n>` as bare samples whose shape a header tells. */
export async function answerFrames(service: FrameService, mediaId: string, page: number | null, frame: number | null, request: Request): Promise<Response> {
  if (frame === null) {
    const described = await service.frames(mediaId, page);
    return described.ok ? Response.json(described.value, { headers: contentHeaders }) : refuseFrame(described.error);
  }
  const wanted = new URL(request.url).searchParams.get('region');
  const region = wanted === null ? null : readFrameRegion(wanted);
  if (region === undefined) return new Response(null, { status: 400, headers: contentHeaders });
  const decoded = await service.frame(mediaId, page, frame, region, request.signal);
  if (!decoded.ok) return refuseFrame(decoded.error);
  const { samples, ...shape } = decoded.value;
  const headers = { ...contentHeaders, 'Content-Type': 'application/octet-stream', 'Content-Length': String(samples.byteLength), [frameHeader]: writeFrameShape(shape) };
  return new Response(request.method === 'HEAD' ? null : Uint8Array.from(samples), { headers });
}

/** What is wrong with the file is told; the window has words for every code. */
function refuseFrame({ code, detail }: Failure): Response {
  const status = code === 'local.locked' ? 403 : code === 'local.not-found' || code === 'local.blob-missing' ? 404 : code.startsWith('data.') ? 422 : 500;
  return Response.json({ code, ...(detail !== undefined && { detail }) }, { status, headers: contentHeaders });
}
