import { randomUUID } from 'node:crypto';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import type { HttpLimits } from '../../../electron/ehr/openHttp.ts';
import type { MediaServerHandle, MediaServerOptions } from '../../../electron/mediaServer/startMediaServer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import type { RemoteChart } from '../../../shared/sync/ports.ts';
import { fhirJson, type TestServer } from '../../integration/mediaServer/startTestServer.ts';

/** A server with the demo's patients that has the quirk, or that has none. */
export type Start = (options?: Partial<MediaServerOptions>) => Promise<TestServer>;

/** What a quirk looks like to whoever asks by hand, with it and without; and what comes of it in Lightbox. */
export interface PeerCase {
  readonly looks: (start: Start) => Promise<unknown>;
  readonly plain: unknown;
  readonly peer: unknown;
  /** Completes "Lightbox …". */
  readonly lightbox: string;
  readonly lives: (start: Start) => Promise<void>;
}

export const { signal } = new AbortController();
const patient = 'Patient/demo-child';
/** What the patient had before. */
const before = 'demo-ankle';

export function lightbox({ baseUrl, tokenUrl, clientId, clientSecret }: MediaServerHandle, limits: HttpLimits = {}, contentOrigins: string[] = []): RemoteChart {
  return unwrap(openFhirChart({ baseUrl, auth: { kind: 'client-credentials', tokenUrl, clientId, clientSecret }, network: { contentOrigins } }, limits));
}

/** As Lightbox makes it; `size` and `hash` are those of the bytes "abc". */
export function draft(mediaId: string, more: Partial<Media> = {}): Media {
  return {
    resourceType: 'Media', identifier: [mediaIdentifier(mediaId)], status: 'completed', subject: { reference: patient },
    content: { contentType: 'image/png', size: 3, hash: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=', url: 'Binary/elsewhere' }, ...more,
  };
}

export async function create(chart: RemoteChart, more: Partial<Media> = {}) {
  const mediaId = randomUUID();
  return unwrap(await chart.createMedia(draft(mediaId, more), mediaIdentifier(mediaId), signal));
}

export async function upload(chart: RemoteChart, bytes: Uint8Array = Buffer.from('abc')): Promise<string> {
  const once = async function* () {
    yield bytes;
  };
  return unwrap(await chart.uploadBinary({ contentType: 'image/png', size: bytes.byteLength, bytes: once, securityContext: undefined }, signal)).url;
}

/** By hand. @returns where it is: "Media/<id>". */
export async function post(server: TestServer, resource: object = draft(randomUUID()), headers: Record<string, string> = {}): Promise<string> {
  const answer = await server.post(resource, headers);
  const [where] = /[A-Z][a-z]+\/[A-Za-z0-9\-.]+(?=\/_history|$)/.exec(answer.headers.get('location') ?? '') ?? [];
  if (answer.status !== 201 || where === undefined) throw new Error(`create: ${String(answer.status)} ${await answer.text()}`);
  return where;
}

/** By hand, as text. */
export async function send(server: TestServer, method: 'POST' | 'PUT', path: string, text: string, headers: Record<string, string> = {}): Promise<Response> {
  return server.request(path, { method, body: text, headers: { ...fhirJson, ...headers } });
}

/** All Media that were made here, in the order they came. */
export async function walk(chart: RemoteChart, betweenPages: () => Promise<void> = async () => undefined): Promise<string[]> {
  const ids: string[] = [];
  let page = unwrap(await chart.search({ resourceType: 'Media', patient: patient.slice('Patient/'.length) }, signal));
  for (;;) {
    ids.push(...page.resources.map(({ id }) => id ?? '').filter((id) => id !== before));
    if (page.nextPage === undefined) return ids;
    await betweenPages();
    page = unwrap(await chart.followPage(page.nextPage, signal));
  }
}
