import type { OpenFailure } from './frameProtocol.ts';

/** Reads all bytes behind `url`, telling how far it is. 404: they are not on this computer. */
export async function readContent(
  url: string, onProgress: (loaded: number, total: number | null) => void,
): Promise<{ readonly ok: true; readonly blob: Blob } | { readonly ok: false; readonly failure: OpenFailure }> {
  try {
    const response = await fetch(url);
    if (response.status === 404) return { ok: false, failure: 'missing' };
    if (!response.ok || response.body === null) return { ok: false, failure: 'unreadable' };
    const length = response.headers.get('content-length');
    const total = length === null ? null : Number(length);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    for await (const chunk of response.body) {
      chunks.push(chunk);
      loaded += chunk.byteLength;
      onProgress(loaded, total);
    }
    return { ok: true, blob: new Blob(chunks, { type: response.headers.get('content-type') ?? '' }) };
  } catch {
    // A stream that breaks off: the bytes did not prove whole.
    return { ok: false, failure: 'unreadable' };
  }
}
