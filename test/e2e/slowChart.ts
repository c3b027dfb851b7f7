import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Where bytes stand still until `open` is called, counted from the beginning of the file. */
interface Gate {
  readonly at: number;
  readonly opened: Promise<void>;
  readonly open: () => void;
}

const pieceBytes = 1024 * 1024;
const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Oakhaven', given: ['Mira'] }], birthDate: '1956-03-02', gender: 'female' };

/** The least of a chart that speaks FHIR, with one patient and one Media, over a line that is as slow as a test wants it. @param others patients without Media. */
export async function startSlowChart(recording: { readonly bytes: Buffer; readonly media: object }, others: readonly object[] = []) {
  const [down, up] = [gateAt(recording.bytes.byteLength * 0.6), gateAt(4 * pieceBytes)];
  const binaries = new Map([['1', recording.bytes]]);
  const media = new Map<string, object>();
  const keep = (id: string, resource: object) => {
    const stored = { ...resource, id, meta: { versionId: '1', lastUpdated: new Date().toISOString() } };
    media.set(id, stored);
    return stored;
  };
  keep('m1', { ...recording.media, subject: { reference: 'Patient/p1' } });
  const starts: number[] = [];
  const refusing = { media: false };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://chart');
    const [type = '', id] = pathname.slice(1).split('/');
    const json = (status: number, body: object, headers: Record<string, string> = {}) =>
      void response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
    const bundle = (resources: readonly object[]) => json(200, { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) });
    if (type === 'metadata') return json(200, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ resource: [{ type: 'Media' }] }] });
    if (type === 'Patient') return bundle([patient, ...others]);
    if (request.method === 'POST') {
      const body = await readSlowly(request, up);
      if (type === 'Media' && refusing.media) return json(422, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'business-rule', diagnostics: 'no' }] });
      const made = String(binaries.size + media.size);
      if (type === 'Media') return json(201, keep(made, JSON.parse(body.toString()) as object), { location: `Media/${made}` });
      binaries.set(made, body);
      return void response.writeHead(201, { location: `Binary/${made}` }).end();
    }
    if (type === 'Media' && id === undefined) return bundle(searchParams.has('identifier') ? [] : [...media.values()]);
    if (type === 'Media') return json(200, media.get(id ?? '') ?? {});
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    starts.push(start);
    return writeSlowly(response, binaries.get(id ?? '') ?? Buffer.alloc(0), start, down);
  };

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    baseUrl: `http://127.0.0.1:${String(address.port)}/`,
    down, up, starts,
    /** Set: a new Media is understood and refused. */
    refusing,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function gateAt(at: number): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { at, opened: promise, open: () => resolve() };
}

async function readSlowly(request: IncomingMessage, gate: Gate): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.byteLength;
    if (size >= gate.at) await gate.opened;
  }
  return Buffer.concat(parts);
}

async function writeSlowly(response: ServerResponse, bytes: Buffer, start: number, gate: Gate): Promise<void> {
  response.writeHead(start === 0 ? 200 : 206, {
    'content-type': 'application/octet-stream', 'content-length': String(bytes.byteLength - start), etag: '"1"',
    ...(start > 0 && { 'content-range': `bytes ${String(start)}-${String(bytes.byteLength - 1)}/${String(bytes.byteLength)}` }),
  });
  const gone = once(response, 'close');
  for (let position = start; position < bytes.byteLength; position += pieceBytes) {
    if (position >= gate.at) await gate.opened;
    if (response.destroyed) return;
    if (!response.write(bytes.subarray(position, position + pieceBytes))) await Promise.race([once(response, 'drain'), gone]);
    // As over a line, so that there is a rate to tell the time left by.
    if (position < gate.at) await pause(60);
  }
  response.end();
}
