import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { contentPages } from '../../shared/fhir/contentPages.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { openImaging, type Imaging } from '../imaging/imaging.ts';
import type { FrameBatch, FrameWindow } from '../imaging/messages.ts';
import { spawnNodeChild } from '../process/nodeChild.ts';
import { collectBytes } from '../workspace/collectBytes.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

export interface FramesOptions {
  readonly out: string;
  readonly window: FrameWindow;
  /** Where the Media lies when an id is given. */
  readonly data?: string;
}

interface WrittenFrames extends Omit<FrameBatch, 'batch'> {
  readonly folder: string;
  /** By frame; null for one that could not be decoded. */
  readonly files: readonly (string | null)[];
  readonly damaged: readonly { readonly frame: number; readonly code: string; readonly detail: string | null }[];
}

const mostBytes = 256 * 1024 * 1024;

/** `frames`: every frame of a file, or of a Media of the data directory, as PNG. Decodes in the process that can be killed. */
export async function framesCommand(context: CommandContext, subject: string, options: FramesOptions, output: Output): Promise<void> {
  const folder = resolve(options.out);
  const imaging = openImaging({ spawnChild: spawnNodeChild, entry: context.entries.imaging });
  try {
    const written = await extract(context, subject, folder, options, imaging);
    if (!written.ok) {
      output.refuse(written.error);
      return;
    }
    const { medium, width, height, frames, damaged } = written.value;
    if (damaged.length > 0) process.exitCode = 1;
    output.answer(written.value, [
      `${medium}, ${String(width)} x ${String(height)} px: ${String(frames - damaged.length)} of ${String(frames)} frames written to ${folder}`,
      ...damaged.map(({ frame, code, detail }) => `frame ${String(frame + 1)}: ${code}${detail === null ? '' : ` (${detail})`}`),
    ]);
  } finally {
    await imaging.close();
  }
}

async function extract(context: CommandContext, subject: string, folder: string, options: FramesOptions, imaging: Imaging): Promise<Result<WrittenFrames>> {
  if ((await readdir(folder).catch(() => [])).length > 0) {
    return fail('data.invalid-input', { fields: [{ path: '--out', message: 'Name a folder that is empty, or not there yet.' }] });
  }
  const bytes = options.data === undefined ? await readPicture(subject) : await readContent(context, subject);
  if (!bytes.ok) return bytes;
  const first = await imaging.frames(bytes.value, { first: 0, window: options.window });
  if (!first.ok) return first;
  const { batch: firstBatch, ...description } = first.value;
  const refused = firstBatch.find((made) => 'failure' in made && made.failure.code === 'data.invalid-input');
  // What the person asked for is wrong, not the frame.
  if (refused && 'failure' in refused) return { ok: false, error: refused.failure };
  await mkdir(folder, { recursive: true });
  const files: (string | null)[] = [];
  const damaged: { readonly frame: number; readonly code: string; readonly detail: string | null }[] = [];
  for (let batch = firstBatch; batch.length > 0; ) {
    for (const made of batch) {
      if ('failure' in made) {
        damaged.push({ frame: files.length, code: made.failure.code, detail: made.failure.detail ?? null });
        files.push(null);
        continue;
      }
      const name = `frame-${String(files.length + 1).padStart(Math.max(4, String(description.frames).length), '0')}.png`;
      await writeFile(join(folder, name), made.png);
      files.push(name);
    }
    if (files.length >= description.frames) break;
    const next = await imaging.frames(bytes.value, { first: files.length, window: options.window });
    if (!next.ok) return next;
    ({ batch } = next.value);
  }
  return succeed({ ...description, folder, files, damaged });
}

async function readPicture(file: string): Promise<Result<Uint8Array>> {
  try {
    const { size } = await stat(file);
    return size > mostBytes ? fail('data.too-large') : succeed(await readFile(file));
  } catch (error) {
    return fail('local.not-found', { detail: error instanceof Error && 'code' in error ? String(error.code) : 'unreadable' });
  }
}

/** The bytes of a Media, by Lightbox's id of it. */
function readContent(context: CommandContext, mediaId: string): Promise<Result<Uint8Array>> {
  return withWorkspace(context, async ({ cache, blobs }) => {
    const rows = await cache.mediaRows(mediaId);
    if (!rows) return fail('local.not-found', { detail: 'media' });
    const { contentSha256, current } = rows.record;
    const pages = contentPages(current.content).length;
    // Its content is its first page alone.
    if (pages > 0) return fail('data.not-decoded-here', { detail: `${String(pages)} pages in content.contained` });
    if (contentSha256 === null) return fail('local.blob-missing');
    return succeed(await collectBytes(blobs.read(contentSha256)));
  });
}
