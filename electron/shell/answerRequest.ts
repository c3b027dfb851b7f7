import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import type { ErrorCode } from '../../shared/errors/errorCode.ts';
import type { Result } from '../../shared/errors/result.ts';
import { pagesHeader } from '../../shared/ipc/contentPageAddress.ts';
import type { OpenContent } from '../workspace/lightboxApp.ts';
import { answerFrames, type FrameService } from './answerFrames.ts';
import { parseByteRange } from './byteRange.ts';
import { contentHeaders, pageHeaders, workerHeaders } from './contentSecurityPolicy.ts';
import { typeOfContent, typeOfFile } from './mediaTypes.ts';
import { isOurUrl } from './origin.ts';

export interface PageSource extends FrameService {
  /** Absolute folder of the built window. */
  readonly rendererDirectory: string;
  readonly content: (mediaId: string, page: number | null) => Promise<Result<OpenContent>>;
  readonly thumbnail: (mediaId: string) => Promise<Result<OpenContent>>;
}

/** What `app://lightbox/…` answers: the window's own files, and the pixels of one Media. */
export async function answerRequest(source: PageSource, request: Request): Promise<Response> {
  if (!isOurUrl(request.url)) return refuse(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
  const path = decodePath(new URL(request.url).pathname);
  if (path === undefined) return refuse(400);
  const media = /^\/media\/([^/]+)\/(?:(thumbnail)|(?:pages\/(\d{1,4})\/)?(?:(content)|frames(?:\/(\d{1,6}))?))$/.exec(path);
  const [, mediaId, thumbnail, page, content, frame] = media ?? [];
  if (mediaId === undefined) return answerFile(source.rendererDirectory, path, request.method);
  if (thumbnail !== undefined) return answerContent(await source.thumbnail(mediaId), request);
  if (content !== undefined) return answerContent(await source.content(mediaId, numberOf(page)), request);
  return answerFrames(source, mediaId, numberOf(page), numberOf(frame), request);
}

function numberOf(part: string | undefined): number | null {
  return part === undefined ? null : Number(part);
}

/** Where the build puts the scripts that workers are started with (vite.config.ts), and nothing else. */
function isWorker(path: string): boolean {
  return path.startsWith('/workers/') && path.endsWith('.js');
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

async function answerFile(directory: string, path: string, method: string): Promise<Response> {
  const file = resolve(join(directory, path === '/' ? 'index.html' : path));
  const type = typeOfFile(extname(file));
  if (path.includes('\0') || !file.startsWith(resolve(directory) + sep) || type === undefined) return refuse(404);
  try {
    const bytes = await readFile(file);
    const headers = { ...(isWorker(path) ? workerHeaders : pageHeaders), 'Content-Type': type, 'Content-Length': String(bytes.length), 'Cache-Control': 'no-cache' };
    return new Response(method === 'HEAD' ? null : bytes, { status: 200, headers });
  } catch {
    return refuse(404);
  }
}

function answerContent(opened: Result<OpenContent>, request: Request): Response {
  if (!opened.ok) return refuse(statusOfFailure(opened.error.code));
  const { contentType, size, pages, read } = opened.value;
  const range = parseByteRange(request.headers.get('range'), size);
  if (range.kind === 'unsatisfiable') return refuse(416, { 'Content-Range': `bytes */${String(size)}` });
  const [start, end] = range.kind === 'part' ? [range.start, range.end] : [0, size];
  const headers: Record<string, string> = {
    ...contentHeaders,
    'Content-Type': typeOfContent(contentType),
    'Content-Length': String(end - start),
    'Accept-Ranges': 'bytes',
  };
  if (pages > 0) headers[pagesHeader] = String(pages);
  if (range.kind === 'part') headers['Content-Range'] = `bytes ${String(start)}-${String(end - 1)}/${String(size)}`;
  const body = request.method === 'HEAD' ? null : ReadableStream.from(read(range.kind === 'part' ? { start, end } : undefined));
  return new Response(body, { status: range.kind === 'part' ? 206 : 200, headers });
}

function statusOfFailure(code: ErrorCode): number {
  if (code === 'local.locked') return 403;
  if (code === 'local.not-found' || code === 'local.blob-missing') return 404;
  return 500;
}

function refuse(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...contentHeaders, ...headers } });
}
