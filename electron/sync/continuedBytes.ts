import { fail, FailureError } from '../../shared/errors/result.ts';
import type { BinaryDownload } from '../../shared/sync/byteTransfer.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';

/** A connection that brought less than this before it broke is not followed by another at once. */
const worthContinuingBytes = 64 * 1024;

/**
 * The bytes of a download to their end: one that breaks off, or stands still, is gone on with at once where it stopped, as long as every
 * connection brings something. Throws FailureError with what it broke off with.
 */
export async function* continuedBytes(chart: RemoteChart, url: string, begun: BinaryDownload, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { validator, totalBytes } = begun;
  let position = begun.start;
  for (let download = begun; ; ) {
    const before = position;
    let interruption = totalBytes === undefined ? undefined : cutShort;
    try {
      for await (const chunk of download.bytes) {
        position += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      if (!(error instanceof FailureError) || !isInterruption(error)) throw error;
      interruption = error;
    }
    if (interruption === undefined || (interruption === cutShort && position === totalBytes)) return;
    if (validator === undefined || position - before < worthContinuingBytes) throw interruption;
    const next = await chart.downloadBinary(url, signal, { start: position, validator });
    if (!next.ok) throw next.error.code === 'local.cancelled' ? new FailureError(next.error) : interruption;
    // Other bytes, from their beginning: what was read before is of no use to them.
    if (next.value.start !== position) throw interruption;
    download = next.value;
  }
}

/** Ended well by its own account, before the announced end. */
const cutShort = new FailureError(fail('server.unreachable', { detail: 'fewer bytes than announced' }).error);

function isInterruption({ failure }: FailureError): boolean {
  return failure.code === 'server.unreachable' || failure.code === 'server.timeout';
}
