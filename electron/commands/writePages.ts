import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { writeFrames, type DamagedFrame, type FramesDescription, type WriteFrames } from './writeFrames.ts';

export interface WrittenPages {
  /** Of all pages together, one after the other. */
  readonly frames: number;
  readonly files: readonly (string | null)[];
  readonly damaged: readonly DamagedFrame[];
  /** In their order; null for one of which nothing is decoded here, which counts as one frame. */
  readonly pages: readonly (FramesDescription | null)[];
}

/**
 * A document that is told page by page, in the order its pages state: each may be of any kind. Fails only where nothing of it can be written, like its first page.
 * @param pages read one at a time.
 */
export async function writePages(pages: readonly (() => Promise<Result<Uint8Array>>)[], options: Omit<WriteFrames, 'prefix'>): Promise<Result<WrittenPages>> {
  const files: (string | null)[] = [];
  const damaged: DamagedFrame[] = [];
  const descriptions: (FramesDescription | null)[] = [];
  let firstFailure: Failure | undefined;
  for (const [index, read] of pages.entries()) {
    const bytes = await read();
    const written = bytes.ok ? await writeFrames(bytes.value, { ...options, prefix: `page-${String(index + 1).padStart(4, '0')}-` }) : bytes;
    if (!written.ok) {
      firstFailure ??= written.error;
      damaged.push({ frame: files.length, code: written.error.code, detail: written.error.detail ?? null });
      files.push(null);
      descriptions.push(null);
      continue;
    }
    const { files: ofPage, damaged: damagedOfPage, ...description } = written.value;
    damaged.push(...damagedOfPage.map(({ frame, ...wrong }) => ({ frame: files.length + frame, ...wrong })));
    files.push(...ofPage);
    descriptions.push(description);
  }
  if (descriptions.every((description) => description === null)) return firstFailure === undefined ? fail('local.blob-missing') : { ok: false, error: firstFailure };
  return succeed({ frames: files.length, files, damaged, pages: descriptions });
}
