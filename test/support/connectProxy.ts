import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach } from 'vitest';

/** An HTTP proxy on loopback that opens tunnels, as hospitals have them. */
export interface ConnectProxy {
  readonly url: string;
  /** What it was asked to open: `host:port`. */
  readonly asked: readonly string[];
}

const running: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of running.splice(0)) await close();
});

/** @param names which name leads to which port of this computer; others are refused with 502. `credentials`: `user:password`, without which it answers 407. */
export async function connectProxy(names: Readonly<Record<string, number>>, credentials?: string): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy());
  };
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket) => {
    keep(client);
    asked.push(request.url ?? '');
    const port = names[request.url?.split(':')[0] ?? ''];
    const basic = `Basic ${Buffer.from(credentials ?? '').toString('base64')}`;
    if (credentials !== undefined && request.headers['proxy-authorization'] !== basic) client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n\r\n');
    else if (port === undefined) client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    else {
      const chart = keep(connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 Connection established\r\n\r\n')));
      client.pipe(chart).pipe(client);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(() => new Promise((resolve) => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close(() => resolve());
  }));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return { url: `http://127.0.0.1:${String(address.port)}`, asked };
}
