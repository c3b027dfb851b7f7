import { afterEach } from 'vitest';
import { z } from 'zod';
import { startMediaServer, type MediaServerHandle, type MediaServerOptions } from '../../../electron/mediaServer/startMediaServer.ts';
import { bundleSchema, operationOutcomeSchema, resourceSchema, type Bundle, type OperationOutcome, type Resource } from '../../../shared/fhir/resources.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

export const testKey = new Uint8Array(32).fill(7);
export const demoMediaDirectory = new URL('../../../electron/mediaServer/demo/media', import.meta.url).pathname;
export const fhirJson = { 'content-type': 'application/fhir+json' };

export interface TestServer extends MediaServerHandle {
  readonly dataDirectory: string;
  /** `path` under the FHIR base, or a whole url. With a token. */
  readonly request: (path: string, init?: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }) => Promise<Response>;
  readonly put: (resource: object, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (resource: object, headers?: Record<string, string>) => Promise<Response>;
  readonly read: (path: string) => Promise<Resource>;
  readonly search: (pathOrNext: string) => Promise<Bundle>;
  readonly token: string;
}

/** A server that starts again may get its old port: a connection kept from before would break the first request to it. */
const unpooled = { connection: 'close' };

const running: MediaServerHandle[] = [];

afterEach(async () => {
  for (const handle of running.splice(0)) await handle.close();
});

/** A real server on a real encrypted file, closed after the test. */
export async function startTestServer(options: Partial<MediaServerOptions> = {}): Promise<TestServer> {
  const dataDirectory = options.dataDirectory ?? (await temporaryDirectory());
  const handle = await startMediaServer({ key: testKey, port: 0, seed: false, demoMediaDirectory, ...options, dataDirectory });
  running.push(handle);
  const token = await fetchToken(handle);
  const request: TestServer['request'] = (path, init = {}) =>
    fetch(path.startsWith('http') ? path : `${handle.baseUrl}/${path}`, { ...init, headers: { ...unpooled, authorization: `Bearer ${token}`, ...init.headers } });
  const send = (method: string, path: string, resource: object, headers: Record<string, string>) =>
    request(path, { method, body: JSON.stringify(resource), headers: { ...fhirJson, ...headers } });
  return {
    ...handle,
    dataDirectory,
    token,
    request,
    put: (resource, headers = {}) => {
      const { resourceType, id } = z.object({ resourceType: z.string(), id: z.string() }).parse(resource);
      return send('PUT', `${resourceType}/${id}`, resource, headers);
    },
    post: (resource, headers = {}) => send('POST', z.object({ resourceType: z.string() }).parse(resource).resourceType, resource, headers),
    read: async (path) => resourceSchema.parse(await (await request(path)).json()),
    search: async (path) => {
      const response = await request(path);
      if (response.status !== 200) throw new Error(`search ${path}: ${String(response.status)} ${await response.text()}`);
      return bundleSchema.parse(await response.json());
    },
    close: async () => {
      const at = running.indexOf(handle);
      if (at >= 0) running.splice(at, 1);
      await handle.close();
    },
  };
}

export async function fetchToken(handle: Pick<MediaServerHandle, 'tokenUrl' | 'clientId' | 'clientSecret'>): Promise<string> {
  const response = await fetch(handle.tokenUrl, {
    method: 'POST',
    headers: unpooled,
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: handle.clientId, client_secret: handle.clientSecret }),
  });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

export async function outcomeOf(response: Response): Promise<OperationOutcome['issue'][number]> {
  const [issue] = operationOutcomeSchema.parse(await response.json()).issue;
  if (issue === undefined) throw new Error('an OperationOutcome without an issue');
  return issue;
}

export function idsOf(bundle: Bundle): string[] {
  return (bundle.entry ?? []).map((entry) => entry.resource?.id ?? '');
}

export function linkOf(bundle: Bundle, relation: string): string | undefined {
  return bundle.link?.find((link) => link.relation === relation)?.url;
}

/** Follows `next` to the end. */
export async function walk(server: TestServer, path: string, betweenPages: (page: number) => Promise<void> = async () => undefined): Promise<string[]> {
  const seen: string[] = [];
  let next: string | undefined = path;
  for (let page = 0; next !== undefined; page += 1) {
    const bundle: Bundle = await server.search(next);
    seen.push(...idsOf(bundle));
    next = linkOf(bundle, 'next');
    await betweenPages(page);
  }
  return seen;
}

export const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Fernsby' }] };
export const media = { resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/p1' }, content: { contentType: 'image/png', url: 'Binary/b1' } };
