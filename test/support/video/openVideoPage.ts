import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { getChromium } from '../../../scripts/desktop/chromium.ts';
import type { VideoAsked } from './videoWorker.ts';

const origin = 'https://video.invalid';

/**
 * A real Chromium with the viewer's source of video frames in a worker, built as the window's workers are, and files that answer Range as
 * `app://` does. To be closed.
 */
export async function openVideoPage() {
  const entry = fileURLToPath(new URL('videoWorker.ts', import.meta.url));
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, target: 'chrome156', lib: { entry, formats: ['es'], fileName: 'videoWorker' } } });
  const script = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : [])).find((file) => file.type === 'chunk')?.code;
  if (script === undefined) throw new Error('nothing was built');
  const files = new Map<string, Uint8Array>();
  const browser = await chromium.launch({ executablePath: await getChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  const requested: number[] = [];
  let crashes = 0;
  page.on('crash', () => { crashes += 1; });
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/worker.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>video</title>' });
    const bytes = files.get(pathname);
    if (bytes === undefined) return route.fulfill({ status: 404 });
    const range = /^bytes=(\d+)-(\d*)$/.exec(route.request().headers()['range'] ?? '');
    if (range === null) return route.fulfill({ status: 200, body: Buffer.from(bytes) });
    const start = Number(range[1]);
    const part = bytes.subarray(start, range[2] === '' ? bytes.byteLength : Number(range[2]) + 1);
    requested.push(part.byteLength);
    return route.fulfill({
      status: 206, contentType: 'video/mp4', body: Buffer.from(part),
      headers: { 'Content-Range': `bytes ${String(start)}-${String(start + part.byteLength - 1)}/${String(bytes.byteLength)}`, 'Content-Length': String(part.byteLength) },
    });
  });
  await page.goto(`${origin}/`);
  await startWorker();

  async function startWorker(): Promise<void> {
    await page.evaluate((url) => {
      window.videoWorker?.terminate();
      window.videoWorker = new Worker(url, { type: 'module' });
    }, `${origin}/worker.js`);
  }
  let nextId = 1;
  let deadlineMilliseconds = 600_000;
  async function ask<Answer>(kind: keyof VideoAsked, request: VideoAsked[keyof VideoAsked]): Promise<Answer> {
    const answered: unknown = await page.evaluate(([asked, deadline]) => new Promise<unknown>((resolve, reject) => {
      const worker = window.videoWorker;
      const timer = setTimeout(() => reject(new Error(`${asked.kind} took over ${String(deadline)} ms`)), deadline);
      const hear = ({ data }: MessageEvent<{ readonly id: number; readonly value: unknown }>) => {
        if (data.id !== asked.id) return;
        clearTimeout(timer);
        worker?.removeEventListener('message', hear);
        resolve(data.value);
      };
      worker?.addEventListener('message', hear);
      worker?.postMessage(asked);
    }), [{ id: nextId++, kind, request }, deadlineMilliseconds] as const);
    return answered as Answer;
  }

  return {
    ask,
    page,
    /** @returns its address. */
    serve: (name: string, bytes: Uint8Array) => {
      files.set(`/${name}`, bytes);
      return `${origin}/${name}`;
    },
    /** What a question may take from now on. */
    within: (milliseconds: number) => { deadlineMilliseconds = milliseconds; },
    startWorker,
    crashes: () => crashes,
    /** Bytes of every part that was asked for. */
    requested: () => requested,
    close: () => browser.close(),
  };
}

declare global {
  interface Window {
    videoWorker: Worker | undefined;
  }
}
