import { CustomSource } from 'mediabunny';
import type { ErrorCode } from '../../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';

/** What was read lately is kept for what is read next: packets of sound and picture lie side by side. */
const keptBytes = 16 * 1024 * 1024;

export interface RangeSource {
  readonly source: CustomSource;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Why bytes could not be read; null while all could. */
  readonly failure: () => ErrorCode | null;
}

/**
 * The bytes behind `url` in parts, as they are needed: a file of any size takes no more memory than what is looked at.
 * @param signal ends every request, also later ones.
 * Fails with `local.blob-missing`, `local.blob-corrupt`, `data.empty-file` or `local.cancelled`.
 */
export async function openRangeSource(url: string, signal: AbortSignal): Promise<Result<RangeSource>> {
  let failure: ErrorCode | null = null;
  const fetchPart = async (start: number, end: number) => {
    const response = await fetch(url, { headers: { Range: `bytes=${String(start)}-${String(end - 1)}` }, signal });
    // All of it where a part was asked for would be read as that part.
    if (response.status !== 206) {
      await response.body?.cancel();
      failure = response.status === 404 ? 'local.blob-missing' : 'local.blob-corrupt';
      throw new Error(`answered ${String(response.status)}`);
    }
    return response;
  };
  const readPart = async (start: number, end: number) => {
    try {
      const bytes = new Uint8Array(await (await fetchPart(start, end)).arrayBuffer());
      if (bytes.byteLength !== end - start) throw new Error('another length than was asked for');
      return bytes;
    } catch (error) {
      failure ??= signal.aborted ? 'local.cancelled' : 'local.blob-corrupt';
      throw error;
    }
  };
  try {
    const response = await fetchPart(0, 1);
    const size = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);
    await response.arrayBuffer();
    if (size === 0) return fail('data.empty-file');
    const source = new CustomSource({ getSize: () => size, read: readPart, maxCacheSize: keptBytes, prefetchProfile: 'network', handleUnhandledError: () => undefined });
    return succeed({ source, size, failure: () => failure });
  } catch {
    return fail(failure ?? (signal.aborted ? 'local.cancelled' : 'local.blob-corrupt'));
  }
}
