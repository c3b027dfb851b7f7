import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { getChromium } from '../../scripts/desktop/chromium.ts';

export interface WorkerPageOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: (request: Request) => Promise<Response>;
}

const nothingThere = () => Promise.resolve(new Response(null, { status: 404 }));

/**
 * A real Chromium with a worker that is asked one thing at a time, built as the window's workers are, and files that answer Range as `app://`
 * does. To be closed.
 * @param worker its module. It answers a message `{ id, kind, request }` with `{ id, value }`.
 * @param options.headers of every script.
 * @param options.answer what is no served file; without it nothing else is there.
 */
export async function openWorkerPage<Asked extends object>(worker: URL, { headers = {}, answer = nothingThere }: WorkerPageOptions = {}) {
  const entry = fileURLToPath(worker);
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, target: 'chrome156', lib: { entry, formats: ['es'], fileName: 'worker' } } });
  const outputs = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  // The worker itself, and those it starts.
  const scripts = new Map(outputs.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]));
  const entryPath = `/${outputs.find((file) => file.type === 'chunk' && file.isEntry)?.fileName ?? ''}`;
  if (!scripts.has(entryPath)) throw new Error('nothing was built');
  const files = new Map<string, Uint8Array>();
  const requested: number[] = [];
  // A server and not the browser's own interception, which loses the script of a worker that a worker starts.
  const server = createServer(({ url = '', headers: asked }, response) => {
    const { pathname } = new URL(url, 'http://worker.invalid');
    const script = scripts.get(pathname);
    if (script !== undefined) return response.writeHead(200, { 'Content-Type': 'text/javascript', ...headers }).end(script);
    if (pathname === '/') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>worker</title>');
    const bytes = files.get(pathname);
    if (bytes === undefined) return void relay(answer(new Request(new URL(url, 'http://worker.invalid'))), response);
    const range = /^bytes=(\d+)-(\d*)$/.exec(asked.range ?? '');
    if (range === null) return response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.byteLength }).end(bytes);
    const start = Number(range[1]);
    const part = bytes.subarray(start, range[2] === '' ? bytes.byteLength : Number(range[2]) + 1);
    requested.push(part.byteLength);
    return response.writeHead(206, {
      'Content-Type': 'application/octet-stream', 'Content-Range': `bytes ${String(start)}-${String(start + part.byteLength - 1)}/${String(bytes.byteLength)}`, 'Content-Length': part.byteLength,
    }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const origin = `http://127.0.0.1:${String(address.port)}`;
  const browser = await chromium.launch({ executablePath: await getChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  let crashes = 0;
  page.on('crash', () => { crashes += 1; });
  await page.goto(`${origin}/`);
  await startWorker();

  async function startWorker(): Promise<void> {
    await page.evaluate((url) => {
      window.askedWorker?.terminate();
      window.askedWorker = new Worker(url, { type: 'module' });
    }, `${origin}${entryPath}`);
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
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function relay(answered: Promise<Response>, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await answered.then(async (answer) => ({ status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) }));
  response.writeHead(status, headers).end(body);
}

declare global {
  interface Window {
    askedWorker: Worker | undefined;
  }
}
