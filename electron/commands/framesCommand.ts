import { readdir, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { contentPages } from '../../shared/fhir/contentPages.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { openImaging, type Imaging } from '../imaging/imaging.ts';
import type { FrameWindow } from '../imaging/messages.ts';
import { spawnNodeChild } from '../process/nodeChild.ts';
import { collectBytes } from '../workspace/collectBytes.ts';
import { contentOf, type MediaRows } from '../workspace/contentOf.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';
import { writeFrames, type WrittenFrames } from './writeFrames.ts';
import { writePages, type WrittenPages } from './writePages.ts';

export interface FramesOptions {
  readonly out: string;
  readonly window: FrameWindow;
  /** Where the Media lies when an id is given. */
  readonly data?: string;
}

const mostBytes = 256 * 1024 * 1024;

/** `frames`: every frame of a file, or of a Media of the data directory with all its pages, as PNG. Decodes in the process that can be killed. */
export async function framesCommand(context: CommandContext, subject: string, options: FramesOptions, output: Output): Promise<void> {
  const folder = resolve(options.out);
  const imaging = openImaging({ spawnChild: spawnNodeChild, entry: context.entries.imaging });
  try {
    const written = await extract(context, subject, folder, options, imaging);
    if (!written.ok) {
      output.refuse(written.error);
      return;
    }
    const { frames, damaged } = written.value;
    if (damaged.length > 0) process.exitCode = 1;
    output.answer({ ...written.value, folder }, [
      `${whatItIs(written.value)}: ${String(frames - damaged.length)} of ${String(frames)} frames written to ${folder}`,
      ...damaged.map(({ frame, code, detail }) => `frame ${String(frame + 1)}: ${code}${detail === null ? '' : ` (${detail})`}`),
    ]);
  } finally {
    await imaging.close();
  }
}

function whatItIs(written: WrittenFrames | WrittenPages): string {
  return 'pages' in written ? `${String(written.pages.length)} pages` : `${written.medium}, ${String(written.width)} x ${String(written.height)} px`;
}

async function extract(context: CommandContext, subject: string, folder: string, options: FramesOptions, imaging: Imaging): Promise<Result<WrittenFrames | WrittenPages>> {
  if ((await readdir(folder).catch(() => [])).length > 0) {
    return fail('data.invalid-input', { fields: [{ path: '--out', message: 'Name a folder that is empty, or not there yet.' }] });
  }
  const writing = { imaging, window: options.window, folder };
  if (options.data !== undefined) return withWorkspace(context, (workspace) => extractMedia(workspace, subject, writing));
  const bytes = await readPicture(subject);
  return bytes.ok ? writeFrames(bytes.value, { ...writing, prefix: '' }) : bytes;
}

async function readPicture(file: string): Promise<Result<Uint8Array>> {
  try {
    const { size } = await stat(file);
    return size > mostBytes ? fail('data.too-large') : succeed(await readFile(file));
  } catch (error) {
    return fail('local.not-found', { detail: error instanceof Error && 'code' in error ? String(error.code) : 'unreadable' });
  }
}

/** Of a Media by Lightbox's id of it: a document that is told page by page with all its pages. */
async function extractMedia(workspace: Workspace, mediaId: string, writing: Omit<Parameters<typeof writeFrames>[1], 'prefix'>): Promise<Result<WrittenFrames | WrittenPages>> {
  const rows = await rowsWithBytes(workspace, mediaId);
  if (!rows.ok) return rows;
  const read = (page: number | null) => async (): Promise<Result<Uint8Array>> => {
    const place = contentOf(rows.value, page);
    return place === null ? fail('local.blob-missing') : succeed(await collectBytes(workspace.blobs.read(place.sha256)));
  };
  const pages = contentPages(rows.value.record.current.content);
  if (pages.length > 0) return writePages(pages.map((_page, index) => read(index)), writing);
  const bytes = await read(null)();
  return bytes.ok ? writeFrames(bytes.value, { ...writing, prefix: '' }) : bytes;
}

/** Bytes that are not here are fetched, for a person asks for them now: a gateway's documents come no other way. */
async function rowsWithBytes({ cache, sync }: Workspace, mediaId: string): Promise<Result<MediaRows>> {
  const rows = await cache.mediaRows(mediaId);
  if (!rows) return fail('local.not-found', { detail: 'media' });
  const parts = [null, ...contentPages(rows.record.current.content).keys()];
  const [whole, ...pages] = parts.map((page) => contentOf(rows, page) !== null);
  if (pages.length > 0 ? pages.every(Boolean) : whole) return succeed(rows);
  const fetched = await sync.fetchContent(mediaId);
  if (!fetched.ok) return fetched.error.code === 'local.not-connected' ? fail('local.blob-missing') : fetched;
  const latest = await cache.mediaRows(mediaId);
  return latest ? succeed(latest) : fail('local.not-found', { detail: 'media' });
}
