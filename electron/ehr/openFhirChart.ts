import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { writeFhirJson } from '../../shared/fhir/codec/fhirJson.ts';
import type { Identifier } from '../../shared/fhir/elements.ts';
import { registrationTypes, type Registration, type RegistrationType } from '../../shared/fhir/registration.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';
import type { Continuation } from '../../shared/sync/byteTransfer.ts';
import { KeyedMutex } from '../../shared/sync/keyedMutex.ts';
import type { ReferenceSearch, RemoteChart, ResourcePage, StoredResource } from '../../shared/sync/ports.ts';
import { downloadBytes } from './downloadBytes.ts';
import type { FhirHttp, FhirRequest, JsonAnswer } from './fhirHttp.ts';
import { nextByChange } from './nextByChange.ts';
import { openHttp, type HttpLimits } from './openHttp.ts';
import { readBundle } from './readBundle.ts';
import { readBinaryAbilities, readCapability, type BinaryAbilities } from './readCapability.ts';
import { searchReferences } from './searchReferences.ts';
import { storedMedia, storedRegistration } from './storedMedia.ts';
import { counted, smallestResumedBytes, uploadInParts } from './uploadInParts.ts';

/** Media may hold their bytes inline: where a page is too large to be read, smaller ones are asked for. Cursor paging wants at least 20. */
const pageSizes = [500, 50, 20] as const;
const fhirJson = 'application/fhir+json';
/** Servers were seen to take 1 MB of JSON and to call more a bad request, without saying which part of it. */
const surelyTakenJsonBytes = 1_000_000;
const nothingNamed: BinaryAbilities = { names: false, parts: false };

/**
 * A chart behind FHIR R4 REST. Nothing is sent yet; `describe` proves that it is there.
 * @returns `data.invalid-input` for an address patient data must not travel to: http is for this very computer only.
 */
export function openFhirChart(connection: Pick<ConnectionRequest, 'baseUrl' | 'auth'> & Partial<ConnectionRequest>, limits: HttpLimits = {}): Result<RemoteChart> {
  const http = openHttp(connection, limits);
  return http.ok ? succeed(new FhirChart(http.value)) : http;
}

class FhirChart implements RemoteChart {
  readonly capabilities = { versions: true, binaries: true, changesSince: true, lateEffectMilliseconds: 0, registers: registrationTypes };
  readonly #http: FhirHttp;
  #pageSize = 0;
  readonly #creating = new KeyedMutex();
  #abilities: BinaryAbilities | undefined;

  constructor(http: FhirHttp) {
    this.#http = http;
  }

  async describe(signal: AbortSignal) {
    const answer = await this.#http.json({ method: 'GET', url: 'metadata' }, signal);
    if (!answer.ok) return answer.error.code === 'server.not-found' ? fail('server.not-fhir', { detail: 'no CapabilityStatement' }) : answer;
    const report = readCapability(answer.value.body);
    if (!report.ok) return report;
    // The CapabilityStatement is public on most servers; a patient is not.
    const patients = await this.#searchPage('Patient?_count=1', signal);
    return patients.ok ? report : patients;
  }

  async search(request: Parameters<RemoteChart['search']>[0], signal: AbortSignal) {
    for (;;) {
      const parameters = new URLSearchParams({ _sort: '_lastUpdated', _count: String(pageSizes[this.#pageSize]) });
      if (request.patient !== undefined) parameters.set('patient', `Patient/${request.patient}`);
      if (request.since !== undefined) parameters.set('_lastUpdated', `ge${request.since}`);
      if (request.idsOnly === true) parameters.set('_elements', 'id');
      const page = await this.#walkedPage(`${request.resourceType}?${parameters.toString()}`, signal);
      if (page.ok || !this.#askForLess(page.error)) return page;
    }
  }

  /** @returns whether there is a smaller page to ask for. A walk that fails on its way is begun again with it. */
  #askForLess(failure: Failure): boolean {
    if (failure.code !== 'data.too-large' || this.#pageSize === pageSizes.length - 1) return false;
    this.#pageSize += 1;
    return true;
  }

  async followPage(nextPage: string, signal: AbortSignal) {
    if (!this.#http.within(nextPage)) return fail('data.invalid-resource', { detail: 'next leads to another server' });
    const page = await this.#walkedPage(nextPage, signal);
    if (!page.ok) this.#askForLess(page.error);
    return page;
  }

  async searchReferences(search: ReferenceSearch, signal: AbortSignal) {
    return searchReferences(search, (url) => this.#searchPage(url, signal));
  }

  async findMediaByIdentifier(identifier: Identifier, signal: AbortSignal): Promise<Result<readonly StoredResource<Media>[]>> {
    const page = await this.#searchPage(`Media?${new URLSearchParams({ identifier: token(identifier) }).toString()}`, signal);
    if (!page.ok) return page;
    const found: StoredResource<Media>[] = [];
    for (const resource of page.value.resources) {
      const media = storedMedia(resource, null);
      if (!media.ok) return media;
      found.push(media.value);
    }
    return succeed(found);
  }

  async readMedia(serverId: string, signal: AbortSignal) {
    const answer = await this.#http.json({ method: 'GET', url: mediaUrl(serverId) }, signal);
    return answer.ok ? storedMedia(answer.value.body, answer.value.headers.get('etag')) : answer;
  }

  /** If-None-Exist may look first and write later: one request at a time for one identifier. */
  async createMedia(media: Media, identifier: Identifier, signal: AbortSignal, beforeSending?: () => Promise<void>) {
    return this.#creating.run(token(identifier), async () => {
      await beforeSending?.();
      return this.#create(media, identifier, signal);
    });
  }

  async #create(media: Media, identifier: Identifier, signal: AbortSignal) {
    const headers = { 'content-type': fhirJson, prefer: 'return=representation', 'if-none-exist': `identifier=${encodeURIComponent(token(identifier))}` };
    const answer = await this.#write({ method: 'POST', url: 'Media', headers, body: writeFhirJson(media) }, signal);
    if (!answer.ok) return answer.error.code === 'server.version-conflict' ? { ok: false as const, error: { ...answer.error, code: 'server.duplicate' as const } } : answer;
    const stored = await this.#answered(answer.value, createdId(answer.value.headers, 'Media'), signal);
    return stored.ok ? succeed({ ...stored.value, created: answer.value.status === 201 }) : stored;
  }

  async findRegistered(type: RegistrationType, identifiers: readonly Identifier[], signal: AbortSignal): Promise<Result<readonly StoredResource<Registration>[]>> {
    const page = await this.#searchPage(`${type}?${new URLSearchParams({ identifier: identifiers.map(token).join(',') }).toString()}`, signal);
    if (!page.ok) return page;
    const found: StoredResource<Registration>[] = [];
    for (const resource of page.value.resources) {
      const stored = storedRegistration(type, resource, null);
      if (!stored.ok) return stored;
      found.push(stored.value);
    }
    return succeed(found);
  }

  async readRegistered(type: RegistrationType, serverId: string, signal: AbortSignal) {
    const answer = await this.#http.json({ method: 'GET', url: `${type}/${encodeURIComponent(serverId)}` }, signal);
    return answer.ok ? storedRegistration(type, answer.value.body, answer.value.headers.get('etag')) : answer;
  }

  /** One request at a time for one identifier, as with Media. */
  async createRegistered(resource: Registration, identifiers: readonly Identifier[], signal: AbortSignal, beforeSending?: () => Promise<void>) {
    const condition = identifiers.map(token).join(',');
    return this.#creating.run(condition, async () => {
      await beforeSending?.();
      return this.#register(resource, condition, signal);
    });
  }

  async #register(resource: Registration, condition: string, signal: AbortSignal) {
    const type = resource.resourceType;
    const headers = { 'content-type': fhirJson, prefer: 'return=representation', 'if-none-exist': `identifier=${encodeURIComponent(condition)}` };
    const answer = await this.#write({ method: 'POST', url: type, headers, body: writeFhirJson(resource) }, signal);
    if (!answer.ok) return answer.error.code === 'server.version-conflict' ? { ok: false as const, error: { ...answer.error, code: 'server.duplicate' as const } } : answer;
    const created = answer.value.status === 201;
    if (idOf(answer.value.body, type) !== undefined) {
      const stored = storedRegistration(type, answer.value.body, answer.value.headers.get('etag'));
      return stored.ok ? succeed({ ...stored.value, created }) : stored;
    }
    const id = createdId(answer.value.headers, type);
    const read = id === undefined ? fail('server.not-fhir', { detail: `${type} without an id` }) : await this.readRegistered(type, id, signal);
    return read.ok ? succeed({ ...read.value, created }) : read;
  }

  async updateMedia(media: Media & { readonly id: string }, versionId: string | undefined, signal: AbortSignal) {
    const standing = await this.#standing(media.id, versionId, signal);
    if (!standing.ok) return standing;
    const headers = { 'content-type': fhirJson, prefer: 'return=representation', ...ifMatch(versionId) };
    const answer = await this.#write({ method: 'PUT', url: mediaUrl(media.id), headers, body: writeFhirJson(media) }, signal);
    return answer.ok ? this.#answered(answer.value, media.id, signal) : answer;
  }

  async deleteMedia(serverId: string, versionId: string | undefined, signal: AbortSignal): Promise<Result<void>> {
    const standing = await this.#standing(serverId, versionId, signal);
    if (!standing.ok) return standing;
    const answer = await this.#http.json({ method: 'DELETE', url: mediaUrl(serverId), headers: ifMatch(versionId) }, signal);
    return answer.ok ? succeed(undefined) : answer;
  }

  async uploadBinary(upload: Parameters<RemoteChart['uploadBinary']>[0], signal: AbortSignal) {
    const { id: name, contentType, size, bytes, bytesFrom, securityContext, onProgress } = upload;
    const headers = { 'content-type': contentType, prefer: 'return=minimal', ...(securityContext !== undefined && { 'x-security-context': securityContext }) };
    const stream = () => counted(bytes(), 0, onProgress);
    const able = name === undefined ? nothingNamed : await this.#binaryAbilities(signal);
    // Under a name of ours, bytes whose answer was lost are replaced by themselves; under the chart's they would lie there twice.
    if (name !== undefined && able.names) {
      const url = `Binary/${name}`;
      const put = able.parts && bytesFrom !== undefined && size >= smallestResumedBytes
        ? await uploadInParts(this.#http, { url, headers, size, bytesFrom, onProgress }, signal)
        : await this.#http.json({ method: 'PUT', url, headers, body: { size, stream } }, signal);
      if (put.ok) return succeed({ url });
      if (put.error.code !== 'server.rejected' && put.error.code !== 'server.not-found') return put;
      this.#abilities = nothingNamed;
    }
    const answer = await this.#http.json({ method: 'POST', url: 'Binary', headers, body: { size, stream } }, signal);
    if (!answer.ok) return answer;
    const id = createdId(answer.value.headers, 'Binary') ?? idOf(answer.value.body, 'Binary');
    return id === undefined ? fail('server.not-fhir', { detail: 'Binary without an id' }) : succeed({ url: `Binary/${id}` });
  }

  /** Read when the first is sent, and again until it can be read. */
  async #binaryAbilities(signal: AbortSignal): Promise<BinaryAbilities> {
    if (this.#abilities === undefined) {
      const answer = await this.#http.json({ method: 'GET', url: 'metadata' }, signal);
      if (answer.ok) this.#abilities = readBinaryAbilities(answer.value.body);
    }
    return this.#abilities ?? nothingNamed;
  }

  downloadBinary(url: string, signal: AbortSignal, from?: Continuation) {
    return downloadBytes(this.#http, url, signal, from);
  }

  /**
   * If-Match is not heeded everywhere: a DELETE may ignore it, a PUT bring back what was deleted, or make what never was. So that who writes
   * looks first; the condition is sent all the same, for what happens in between.
   */
  async #standing(serverId: string, versionId: string | undefined, signal: AbortSignal): Promise<Result<void>> {
    const held = await this.readMedia(serverId, signal);
    if (!held.ok) return held;
    const changed = versionId !== undefined && held.value.versionId !== undefined && held.value.versionId !== versionId;
    return changed ? fail('server.version-conflict', { detail: 'another version' }) : succeed(undefined);
  }

  async #write(request: FhirRequest & { readonly body: string }, signal: AbortSignal): Promise<Result<JsonAnswer>> {
    const answer = await this.#http.json(request, signal);
    const unexplained = !answer.ok && answer.error.code === 'server.rejected' && answer.error.fields === undefined;
    return unexplained && Buffer.byteLength(request.body) > surelyTakenJsonBytes ? { ok: false, error: { ...answer.error, code: 'server.too-large' } } : answer;
  }

  /** A page of a search that is sorted by `_lastUpdated`. */
  async #walkedPage(url: string, signal: AbortSignal): Promise<Result<ResourcePage>> {
    const page = await this.#searchPage(url, signal);
    return page.ok ? succeed(nextByChange(url, page.value)) : page;
  }

  async #searchPage(url: string, signal: AbortSignal): Promise<Result<ResourcePage>> {
    const answer = await this.#http.json({ method: 'GET', url }, signal);
    return answer.ok ? readBundle(answer.value.body) : answer;
  }

  /** The Media in the answer; read anew where the server answered with nothing or with an OperationOutcome (whose own id says nothing). */
  async #answered(answer: JsonAnswer, id: string | undefined, signal: AbortSignal): Promise<Result<StoredResource<Media>>> {
    if (idOf(answer.body, 'Media') !== undefined) return storedMedia(answer.body, answer.headers.get('etag'));
    return id === undefined ? fail('server.not-fhir', { detail: 'Media without an id' }) : this.readMedia(id, signal);
  }
}

function mediaUrl(serverId: string): string {
  return `Media/${encodeURIComponent(serverId)}`;
}

/** Always weak and quoted: a bare version is ignored by some servers, and the update of somebody else lost. */
function ifMatch(versionId: string | undefined): Readonly<Record<string, string>> {
  return versionId === undefined ? {} : { 'if-match': `W/"${versionId}"` };
}

/** A token search value; `\`, `|`, `,` and `$` are escaped. https://hl7.org/fhir/R4/search.html#escaping */
function token({ system, value }: Identifier): string {
  const escaped = [system ?? '', value ?? ''].map((part) => part.replace(/[\\|,$]/g, '\\$&'));
  return escaped.join('|');
}

/** From `…/<type>/<id>` or `…/<type>/<id>/_history/<version>`. */
function createdId(headers: Headers, resourceType: string): string | undefined {
  const [, id] = new RegExp(`(?:^|/)${resourceType}/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$`).exec(headers.get('location') ?? '') ?? [];
  return id;
}

function idOf(body: unknown, resourceType: string): string | undefined {
  if (typeof body !== 'object' || body === null || !('resourceType' in body) || body.resourceType !== resourceType) return undefined;
  return 'id' in body && typeof body.id === 'string' ? body.id : undefined;
}
