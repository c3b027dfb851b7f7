import { once } from 'node:events';
import { createServer } from 'node:http';

export interface GatewayPage {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Its page-ordering, as the gateway spells it. */
  readonly order: number | string;
  /** Told inside the Media and not by a url. */
  readonly inside?: boolean;
}

const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Oakhaven', given: ['Mira'] }], birthDate: '1956-03-02', gender: 'female' };

/** The least of a gateway: one patient, and one document whose pages stand in `content.contained` as its vendor's examples have them. */
export async function startPagedGateway(pages: readonly GatewayPage[]) {
  const contained = pages.map(({ contentType, bytes, order, inside }, index) => ({
    id: `page-${String(index)}`, contentType, extension: [{ url: 'http://tiny.url/media/pageordering', [typeof order === 'number' ? 'valueInteger' : 'valueString']: order }],
    ...(inside === true ? { data: Buffer.from(bytes).toString('base64') } : { url: `pages/${String(index)}` }),
  }));
  const media = { resourceType: 'Media', id: 'm1', status: 'completed', subject: { reference: 'Patient/p1' }, createdDateTime: '2026-11-20', content: { title: 'Insurance card', contained } };
  const asked: string[] = [];
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gateway').pathname.slice(1);
    asked.push(path);
    if (refused.has(path)) return response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ statusCode: 404, message: 'no' }));
    const page = /^pages\/(\d+)$/.exec(path);
    if (page !== null) return response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(pages[Number(page[1])]?.bytes);
    const data = path === 'Patient' ? [patient] : path === 'Media' ? [media] : media;
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ context: { requestId: '1' }, data }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    connection: {
      name: 'Gateway', baseUrl: `http://127.0.0.1:${String(address.port)}/`, auth: { kind: 'none' as const },
      gateway: { sourceId: 'athena', departmentId: '1', categories: ['insurance-card'], interactionMode: false },
    },
    /** Every path, in order. */
    asked,
    /** Paths that are not found. */
    refused,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
