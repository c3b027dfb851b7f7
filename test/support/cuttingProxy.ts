import { connect, createServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';

const running: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of running.splice(0)) await close();
});

/**
 * Stands before a server and passes on what it gets, but for `limits`: a connection over which so many bytes went up is broken, the first limit
 * for the first that comes so far, and so on. Infinity: that one is let through.
 */
export async function cuttingProxy(target: URL, limits: readonly number[]) {
  const sockets = new Set<Socket>();
  const left = [...limits];
  let sent = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    let up = 0;
    client.on('data', (bytes: Buffer) => {
      const limit = left[0] ?? Infinity;
      const passed = bytes.subarray(0, Math.max(0, limit - up));
      up += passed.byteLength;
      sent += passed.byteLength;
      if (!upstream.write(passed)) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
      if (up < limit) return;
      left.shift();
      // What was passed on arrives; the answer does not.
      upstream.end();
      client.destroy();
    });
    client.on('end', () => upstream.end());
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(() => new Promise((resolve) => {
    for (const socket of sockets) socket.destroy();
    server.close(() => resolve());
  }));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return { origin: `http://127.0.0.1:${String(address.port)}`, sent: () => sent };
}
