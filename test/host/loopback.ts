import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type SchemeHandler = (request: Request) => Response | Promise<Response>;

export interface Loopback {
  /** app://lightbox/a -> http://lightbox.app.<secret>.localhost:<port>/a. Other URLs stay. */
  readonly toPage: (url: string) => string;
  /** The way back. */
  readonly toApp: (url: string) => string;
  readonly close: () => void;
}

const hopByHop = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'te', 'trailer']);

/**
 * Serves the schemes the app registered over HTTP on loopback, because a stock Chromium has no schemes of one's own. The host name
 * carries a secret of this run, and nothing else is answered: other users of this computer can reach the port, but do not know the name.
 * *.localhost is a secure context and resolves to loopback inside Chromium.
 */
export async function serveLoopback(handlers: ReadonlyMap<string, SchemeHandler>): Promise<Loopback> {
  const secret = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const suffix = `.${secret}.localhost:${String(port)}`;

  const toApp = (url: string): string => {
    if (!URL.canParse(url)) return url;
    const { protocol, host, pathname, search, hash } = new URL(url);
    if (protocol !== 'http:' || !host.endsWith(suffix)) return url;
    const names = host.slice(0, -suffix.length).split('.');
    return `${names.at(-1) ?? ''}://${names.slice(0, -1).join('.')}${pathname}${search}${hash}`;
  };
  const toPage = (url: string): string => {
    if (!URL.canParse(url)) return url;
    const { protocol, host, pathname, search, hash } = new URL(url);
    const scheme = protocol.slice(0, -1);
    return handlers.has(scheme) ? `http://${host}.${scheme}${suffix}${pathname === '' ? '/' : pathname}${search}${hash}` : url;
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = toApp(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`);
    const handler = handlers.get(URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : '');
    if (!(incoming.headers.host ?? '').endsWith(suffix) || handler === undefined) {
      outgoing.writeHead(404).end();
      return;
    }
    if (incoming.headers['sec-fetch-dest'] === 'image' && incoming.url === '/favicon.ico') {
      // A browser's tab wants an icon; Electron's window would not have asked.
      outgoing.writeHead(204).end();
      return;
    }
    const response = await handler(toRequest(incoming, url));
    const headers = [...response.headers].map(([name, value]) => [name, name === 'location' ? toPage(new URL(value, url).href) : value] as const);
    outgoing.writeHead(response.status, Object.fromEntries(headers));
    if (response.body === null) {
      outgoing.end();
      return;
    }
    // The page may stop reading whenever it likes; that ends the stream behind the response too.
    await pipeline(Readable.from(response.body), outgoing);
  }

  function toRequest(incoming: IncomingMessage, url: string): Request {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value === undefined || hopByHop.has(name)) continue;
      const text = Array.isArray(value) ? value.join(', ') : value;
      headers.set(name, name === 'origin' || name === 'referer' ? toApp(text) : text);
    }
    const method = incoming.method ?? 'GET';
    if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
    // Node wants to be told that the answer may only follow the whole request; the DOM's types do not know the word.
    const init = { method, headers, body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' };
    return new Request(url, init);
  }

  return {
    toPage,
    toApp,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
