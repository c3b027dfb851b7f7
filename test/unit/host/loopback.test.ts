import { request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { serveLoopback, type Loopback } from '../../host/loopback.ts';

let loopback: Loopback | undefined;
afterEach(() => loopback?.close());

/** Node's own client, because it lets one say any Host. */
function get(port: number, host: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/page', headers: { host } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, text });
      });
    })
      .on('error', reject)
      .end();
  });
}

it('answers only who knows the name', async () => {
  loopback = await serveLoopback(new Map([['app', ({ url }) => new Response(url)]]));
  const { host, port } = new URL(loopback.toPage('app://lightbox/'));
  expect(await get(Number(port), host)).toEqual({ status: 200, text: 'app://lightbox/page' });
  for (const other of [`127.0.0.1:${port}`, `localhost:${port}`, `lightbox.app.${'0'.repeat(32)}.localhost:${port}`, `other.${host}.elsewhere`, host.replace('.app.', '.data.')]) {
    expect((await get(Number(port), other)).status).toBe(404);
  }
});

it('translates there and back, and leaves foreign URLs alone', async () => {
  loopback = await serveLoopback(new Map([['app', () => new Response()]]));
  for (const url of ['app://lightbox/', 'app://lightbox/a%20b?q=1#part']) expect(loopback.toApp(loopback.toPage(url))).toBe(url);
  for (const url of ['https://elsewhere.invalid/', 'about:blank', 'app:nothing', '']) expect(loopback.toApp(url)).toBe(url);
  expect(loopback.toPage('https://elsewhere.invalid/')).toBe('https://elsewhere.invalid/');
});
