import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMediaServer, type MediaServerHandle, type MediaServerOptions } from '../../electron/mediaServer/startMediaServer.ts';
import type { GatewayOptions } from '../../electron/mediaServer/xcaliber/openGateway.ts';
import type { ConnectionRequest, GatewayScope } from '../../shared/ipc/views.ts';

const demoMediaDirectory = join(import.meta.dirname, '../../electron/mediaServer/demo/media');

/** The Media API with its demo patients, on a port and in a folder of its own. */
export interface DemoMediaServer {
  readonly server: MediaServerHandle;
  readonly connection: ConnectionRequest;
  /** The same server as a gateway to one of its sources. */
  readonly gatewayConnection: (sourceId: string, categories: readonly string[]) => ConnectionRequest & { readonly gateway: GatewayScope };
  readonly close: () => Promise<void>;
}

export async function startDemoMediaServer(gateway: GatewayOptions = {}, options: Pick<MediaServerOptions, 'peerQuirks' | 'now'> = {}): Promise<DemoMediaServer> {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-ehr-'));
  const server = await startMediaServer({ dataDirectory: directory, key: randomBytes(32), port: 0, seed: true, demoMediaDirectory, gateway, ...options });
  const { baseUrl, tokenUrl, clientId, clientSecret } = server;
  return {
    server,
    connection: { name: 'Demo', baseUrl, auth: { kind: 'client-credentials', tokenUrl, clientId, clientSecret } },
    gatewayConnection: (sourceId, categories) => ({
      name: sourceId,
      baseUrl: server.gateway.baseUrl,
      auth: { kind: 'api-key', apiKey: server.gateway.apiKey, tokenUrl: server.gateway.tokenUrl, user: { id: 'u1', username: 'nurse' } },
      gateway: { sourceId, departmentId: '1', categories: [...categories], interactionMode: true },
    }),
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
