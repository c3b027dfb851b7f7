import { fail, FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import type { BinaryDownload, Continuation } from '../../shared/sync/byteTransfer.ts';
import type { BytesAnswer, FhirHttp } from './fhirHttp.ts';

/** Compressed bytes are not asked for, for they have neither ranges nor an announced size. Who sends them anyway may inflate to this, not more. */
const largestInflatedBytes = 256 * 1024 * 1024;
/** An answer of this kind holds the bytes, not a text about them. */
const asTheyAre = { 'accept-encoding': 'identity' };

/**
 * The bytes at a url of the chart; with `from`, the rest of them. Where the chart holds others by now, does not know ranges or lies about
 * them, the answer begins at 0.
 * @returns `data.invalid-resource` for a url that leads out of the chart's origin and those named for its contents.
 */
export async function downloadBytes(http: FhirHttp, url: string, signal: AbortSignal, from?: Continuation): Promise<Result<BinaryDownload>> {
  if (!http.withinContent(url)) return fail('data.invalid-resource', { detail: 'content.url leads to another server' });
  if (from) {
    const answer = await http.bytes({ method: 'GET', url, headers: { ...asTheyAre, ...rangeOf(from) } }, signal);
    if (!answer.ok) return answer;
    if (answer.value.status === 200) return succeed(whole(answer.value));
    const rest = restOf(answer.value, from);
    if (rest) return succeed(rest);
    answer.value.discard();
  }
  const answer = await http.bytes({ method: 'GET', url, headers: asTheyAre }, signal);
  if (!answer.ok || answer.value.status === 200) return answer.ok ? succeed(whole(answer.value)) : answer;
  answer.value.discard();
  return fail('server.not-fhir', { detail: `HTTP ${String(answer.value.status)} where all bytes were asked for` });
}

/** If-Range takes no weak validator (RFC 9110, 13.1.5): then what the answer's own ETag says is looked at. */
function rangeOf({ start, validator }: Continuation): Readonly<Record<string, string>> {
  return { range: `bytes=${String(start)}-`, ...(!validator.startsWith('W/') && { 'if-range': validator }) };
}

function whole({ headers, bytes }: BytesAnswer): BinaryDownload {
  const contentType = headers.get('content-type') ?? 'application/octet-stream';
  if (isEncoded(headers)) return { contentType, start: 0, totalBytes: undefined, validator: undefined, bytes: atMost(bytes, largestInflatedBytes) };
  const length = headers.get('content-length');
  return {
    contentType, bytes, start: 0,
    totalBytes: length !== null && /^\d+$/.test(length) ? Number(length) : undefined,
    validator: headers.get('etag') ?? undefined,
  };
}

/** @returns undefined when the answer is not the rest of the bytes that were begun with. RFC 9110, 14.4 and 15.3.7. */
function restOf({ status, headers, bytes }: BytesAnswer, { start, validator }: Continuation): BinaryDownload | undefined {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range')?.trim() ?? '') ?? [];
  if (status !== 206 || Number(first) !== start || isEncoded(headers) || headers.get('etag') !== validator) return undefined;
  const end = Number(last) + 1;
  if (end <= start || (total !== '*' && end > Number(total))) return undefined;
  return {
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    start, validator,
    totalBytes: total === '*' ? undefined : Number(total),
    bytes: exactly(bytes, end - start),
  };
}

function isEncoded(headers: Headers): boolean {
  return (headers.get('content-encoding') ?? 'identity').trim().toLowerCase() !== 'identity';
}

async function* atMost(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    if (count > limit) throw new FailureError({ code: 'data.too-large', detail: `over ${String(limit)} bytes after decompression` });
    yield chunk;
  }
}

async function* exactly(bytes: AsyncIterable<Uint8Array>, announced: number): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    if (count > announced) throw new FailureError({ code: 'data.hash-mismatch', detail: 'more bytes than announced' });
    yield chunk;
  }
  if (count < announced) throw new FailureError({ code: 'server.unreachable', detail: 'fewer bytes than announced' });
}
