import { fileTypeFromBuffer } from 'file-type';
import { contentTypeOf } from '../../../shared/frames/contentTypeOf.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { pagesHeader } from '../../../shared/ipc/contentPageAddress.ts';
import type { FrameContent } from './frameSource.ts';

/** Enough for every signature. */
const sniffBytes = 64 * 1024;

/** `pages`: how many there are of what is told page by page, each at an address of its own (pageAddress); else 0. */
type OpenedContent = FrameContent & { readonly pages: number };

type OnProgress = (loaded: number, total: number | null) => void;

/** Reads the beginning of what is behind `url` and says what it is, whatever it is called. Fails like `FrameContent.blob`, or with `data.unsupported-medium`, `data.empty-file`. */
export async function openContent(url: string, onProgress: OnProgress): Promise<Result<OpenedContent>> {
  const head = await request(url, { headers: { Range: `bytes=0-${String(sniffBytes - 1)}` } });
  if (!head.ok) return head;
  const bytes = await readAll(head.value, () => undefined);
  if (!bytes.ok) return bytes;
  const start = new Uint8Array(await bytes.value.arrayBuffer());
  const contentType = contentTypeOf(start, (await fileTypeFromBuffer(start))?.mime);
  if (contentType === undefined) return fail('data.unsupported-medium');
  // A short file is here already.
  const whole = head.value.status === 200 || start.length < sniffBytes;
  return succeed({
    url, contentType,
    pages: Number(head.value.headers.get(pagesHeader) ?? 0),
    blob: async (signal) => {
      if (whole) return succeed(new Blob([start], { type: contentType }));
      const response = await request(url, { signal });
      const read = response.ok ? await readAll(response.value, onProgress) : response;
      if (signal.aborted) return fail('local.cancelled');
      return read.ok ? succeed(new Blob([read.value], { type: contentType })) : read;
    },
  });
}

/** 404: they are not on this computer. 416: there is no first byte. */
async function request(url: string, init: RequestInit): Promise<Result<Response>> {
  try {
    const response = await fetch(url, init);
    if (response.status === 404) return fail('local.blob-missing');
    if (response.status === 416) return fail('data.empty-file');
    return response.ok ? succeed(response) : fail('local.blob-corrupt', { detail: `status ${String(response.status)}` });
  } catch {
    return fail('local.blob-corrupt', { detail: 'no answer' });
  }
}

async function readAll(response: Response, onProgress: OnProgress): Promise<Result<Blob>> {
  const length = response.headers.get('content-length');
  const total = length === null ? null : Number(length);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      loaded += chunk.byteLength;
      onProgress(loaded, total);
    }
    return succeed(new Blob(chunks));
  } catch {
    // A stream that breaks off: the bytes did not prove whole.
    return fail('local.blob-corrupt', { detail: 'broken off' });
  }
}
