import { succeed, type Result } from '../../shared/errors/result.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import type { FhirHttp } from './fhirHttp.ts';

/** Less is sent again sooner than it is asked how much arrived. */
export const smallestResumedBytes = 4 * 1024 * 1024;

interface Parts {
  /** "Binary/<id>". */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly size: number;
  readonly bytesFrom: (start: number) => AsyncIterable<Uint8Array>;
  readonly onProgress: ((sentBytes: number) => void) | undefined;
}

/**
 * Sends a Binary to a chart that takes it in parts (shared/fhir/resumableUploadUrl): only what the chart does not have yet, whoever sent the rest,
 * and when. A connection that breaks is followed by another as long as the chart has more than before.
 */
export async function uploadInParts(http: FhirHttp, { url, headers, size, bytesFrom, onProgress }: Parts, signal: AbortSignal): Promise<Result<void>> {
  const target = `${url}/$upload`;
  let [before, failure]: [number, Failure | undefined] = [-1, undefined];
  for (;;) {
    const offset = await arrivedAt(http, target, signal);
    if (!offset.ok) return failure && offset.error.code !== 'local.cancelled' ? { ok: false, error: failure } : offset;
    if (failure && offset.value <= before) return { ok: false, error: failure };
    before = offset.value;
    // What lies there is longer than what is sent: somebody else's.
    const start = offset.value < size ? offset.value : 0;
    const sent = await http.json({
      method: 'PATCH', url: target, headers: { ...headers, 'upload-offset': String(start), 'upload-length': String(size) },
      body: { size: size - start, stream: () => counted(bytesFrom(start), start, onProgress) },
    }, signal);
    if (sent.ok) return succeed(undefined);
    if (sent.error.code !== 'server.unreachable' && sent.error.code !== 'server.timeout') return sent;
    failure = sent.error;
  }
}

async function arrivedAt(http: FhirHttp, url: string, signal: AbortSignal): Promise<Result<number>> {
  const answer = await http.json({ method: 'HEAD', url }, signal);
  if (!answer.ok) return answer.error.code === 'server.not-found' ? succeed(0) : answer;
  const offset = Number(answer.value.headers.get('upload-offset') ?? Number.NaN);
  return succeed(Number.isSafeInteger(offset) && offset > 0 ? offset : 0);
}

/** Tells how many have left, those of earlier parts too. */
export async function* counted(bytes: AsyncIterable<Uint8Array>, from: number, onProgress: ((sentBytes: number) => void) | undefined): AsyncGenerator<Uint8Array> {
  let sent = from;
  for await (const chunk of bytes) {
    // Who sends it takes its memory back.
    const { byteLength } = chunk;
    yield chunk;
    sent += byteLength;
    onProgress?.(sent);
  }
}
