import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMediaServer, type MediaServerHandle } from '../../electron/mediaServer/startMediaServer.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';

const demoMediaDirectory = join(import.meta.dirname, '../../electron/mediaServer/demo/media');

/** The Media API with its demo patients, on a port and in a folder of its own. */
export async function startDemoMediaServer(): Promise<{ readonly server: MediaServerHandle; readonly connection: ConnectionRequest; readonly close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-ehr-'));
  const server = await startMediaServer({ dataDirectory: directory, key: randomBytes(32), port: 0, seed: true, demoMediaDirectory });
  const { baseUrl, tokenUrl, clientId, clientSecret } = server;
  return {
    server,
    connection: { name: 'Demo', baseUrl, auth: { kind: 'client-credentials', tokenUrl, clientId, clientSecret } },
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
