import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { getChromium } from '../../scripts/desktop/chromium.ts';

const origin = 'https://worker.invalid';

/**
 * A real Chromium with a worker that is asked one thing at a time, built as the window's workers are, and files that answer Range as `app://`
 * does. To be closed.
 * @param worker its module. It answers a message `{ id, kind, request }` with `{ id, value }`.
 */
export async function openWorkerPage<Asked extends object>(worker: URL) {
  const entry = fileURLToPath(worker);
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, target: 'chrome156', lib: { entry, formats: ['es'], fileName: 'worker' } } });
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
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>worker</title>' });
    const bytes = files.get(pathname);
    if (bytes === undefined) return route.fulfill({ status: 404 });
    const range = /^bytes=(\d+)-(\d*)$/.exec(route.request().headers()['range'] ?? '');
    if (range === null) return route.fulfill({ status: 200, body: Buffer.from(bytes) });
    const start = Number(range[1]);
    const part = bytes.subarray(start, range[2] === '' ? bytes.byteLength : Number(range[2]) + 1);
    requested.push(part.byteLength);
    return route.fulfill({
      status: 206, contentType: 'application/octet-stream', body: Buffer.from(part),
      headers: { 'Content-Range': `bytes ${String(start)}-${String(start + part.byteLength - 1)}/${String(bytes.byteLength)}`, 'Content-Length': String(part.byteLength) },
    });
  });
  await page.goto(`${origin}/`);
  await startWorker();

  async function startWorker(): Promise<void> {
    await page.evaluate((url) => {
      window.askedWorker?.terminate();
      window.askedWorker = new Worker(url, { type: 'module' });
    }, `${origin}/worker.js`);
  }
  /** Of the processes that show pages, the most that one of them ever held at once; null where the system does not tell. */
  async function peakMegabytes(): Promise<number | null> {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const peaks = processInfo.filter(({ type }) => type === 'renderer').flatMap(({ id }) => {
      const status = `/proc/${String(id)}/status`;
      return existsSync(status) ? [Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) / 1024] : [];
    });
    return peaks.length === 0 ? null : Math.round(Math.max(...peaks));
  }
  let nextId = 1;
  let deadlineMilliseconds = 600_000;
  async function ask<Answer>(kind: keyof Asked & string, request: Asked[keyof Asked & string]): Promise<Answer> {
    const answered: unknown = await page.evaluate(([asked, deadline]) => new Promise<unknown>((resolve, reject) => {
      const asking = window.askedWorker;
      const timer = setTimeout(() => reject(new Error(`${asked.kind} took over ${String(deadline)} ms`)), deadline);
      const hear = ({ data }: MessageEvent<{ readonly id: number; readonly value: unknown }>) => {
        if (data.id !== asked.id) return;
        clearTimeout(timer);
        asking?.removeEventListener('message', hear);
        resolve(data.value);
      };
      asking?.addEventListener('message', hear);
      asking?.postMessage(asked);
    }), [{ id: nextId++, kind, request: request as unknown }, deadlineMilliseconds] as const);
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
    /** @returns an address where nothing is served. */
    absent: (name: string) => `${origin}/absent/${name}`,
    /** What a question may take from now on. */
    within: (milliseconds: number) => { deadlineMilliseconds = milliseconds; },
    startWorker,
    peakMegabytes,
    crashes: () => crashes,
    /** Bytes of every part that was asked for. */
    requested: () => requested,
    close: () => browser.close(),
  };
}

declare global {
  interface Window {
    askedWorker: Worker | undefined;
  }
}
