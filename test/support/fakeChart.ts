import { createHash } from 'node:crypto';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { registrationSchema, registrationTypes, sameIdentifier, type Registration, type RegistrationType } from '../../shared/fhir/registration.ts';
import type { Identifier } from '../../shared/fhir/elements.ts';
import { mediaSchema, type Encounter, type Media, type Patient } from '../../shared/fhir/resources.ts';
import type { BinaryDownload, Continuation } from '../../shared/sync/byteTransfer.ts';
import type { RemoteChart, ResourcePage, StoredResource } from '../../shared/sync/ports.ts';
import { collectBytes } from '../../electron/workspace/collectBytes.ts';

type CallName = Exclude<keyof RemoteChart, 'capabilities'>;

/** `refuse`: nothing happens and the failure is answered. `lose`: it happens, and the answer is lost on the way. */
export type Fault = { readonly kind: 'refuse' | 'lose'; readonly failure: Failure };

interface Version<Kind extends Media | Patient | Encounter> {
  readonly resource: Kind & { readonly id: string };
  readonly version: number;
  readonly updatedAt: number;
  readonly deleted: boolean;
}

/** A chart in memory that keeps the contract of RemoteChart and can be told to fail. */
export class FakeChart implements RemoteChart {
  readonly capabilities = { versions: true, binaries: true, changesSince: true, lateEffectMilliseconds: 0, registers: registrationTypes };
  readonly patients = new Map<string, Version<Patient>>();
  readonly encounters = new Map<string, Version<Encounter>>();
  readonly media = new Map<string, Version<Media>>();
  readonly binaries = new Map<string, Uint8Array>();
  /** Every request that was made, in order. */
  readonly requests: CallName[] = [];
  /** Asked before every request. */
  fault: (call: CallName) => Fault | undefined = () => undefined;
  /** Whether it searches the Media of all patients at once. */
  searchesAll = true;
  /** What the chart makes of a Media it is given; a server that strips elements overrides it. */
  store: (media: Media) => Media = (media) => media;
  /** The same for a patient or a visit. */
  keepsRegistered = (resource: Registration): Registration => resource;
  readonly #now: () => number;
  readonly #pageSize: number;
  #lastStamp = 0;
  #count = 0;

  constructor(options: { readonly now?: () => number; readonly pageSize?: number } = {}) {
    this.#now = options.now ?? Date.now;
    this.#pageSize = options.pageSize ?? 50;
  }

  addPatient(id: string): void {
    const updatedAt = this.#stamp();
    const resource = { resourceType: 'Patient' as const, id, name: [{ family: `Family ${id}` }], meta: { versionId: '1', lastUpdated: new Date(updatedAt).toISOString() } };
    this.patients.set(id, { resource, version: 1, updatedAt, deleted: false });
  }

  /** What the front desk does. */
  register(id: string, patient: Patient): void {
    this.patients.set(id, this.#firstVersion(id, patient));
  }

  /** What another workstation does. */
  edit(id: string, change: (media: Media) => Media): void {
    const held = this.media.get(id);
    if (!held) throw new Error('no such Media');
    this.#write(id, change(held.resource));
  }

  async describe(signal: AbortSignal) {
    return this.#answer('describe', signal, async () =>
      succeed({ dialect: 'fhir' as const, software: 'Fake', fhirVersion: '4.0.1', supportsLastUpdated: true }),
    );
  }

  async search(request: Parameters<RemoteChart['search']>[0], signal: AbortSignal) {
    return this.#answer('search', signal, async () => {
      if (!this.searchesAll && request.resourceType === 'Media' && request.patient === undefined) return fail('server.rejected');
      const since = request.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(request.since);
      const versions: Version<Media | Patient>[] = request.resourceType === 'Patient' ? [...this.patients.values()] : [...this.media.values()].filter(
        ({ resource }) => request.patient === undefined || resource.subject?.reference === `Patient/${request.patient}`,
      );
      const matches = versions.filter(({ deleted, updatedAt }) => !deleted && updatedAt >= since).sort((left, right) => left.updatedAt - right.updatedAt);
      return succeed(this.#page(matches.map(({ resource }) => structuredClone(resource)), 0));
    });
  }

  readonly #walks = new Map<string, readonly (Media | Patient)[]>();

  async followPage(nextPage: string, signal: AbortSignal) {
    return this.#answer('followPage', signal, async () => {
      const [walk = '', offset] = nextPage.split('#');
      const resources = this.#walks.get(walk);
      return resources ? succeed(this.#page(resources, Number(offset), walk)) : fail('server.gone');
    });
  }

  async findMediaByIdentifier(identifier: { readonly system?: string | undefined; readonly value?: string | undefined }, signal: AbortSignal) {
    return this.#answer('findMediaByIdentifier', signal, async () => succeed(this.#matches(identifier)));
  }

  async readMedia(serverId: string, signal: AbortSignal) {
    return this.#answer('readMedia', signal, async () => this.#read(serverId));
  }

  async createMedia(
    media: Media, identifier: { readonly system?: string | undefined; readonly value?: string | undefined }, signal: AbortSignal, beforeSending?: () => Promise<void>,
  ) {
    await beforeSending?.();
    return this.#answer('createMedia', signal, async (): Promise<Result<StoredResource<Media> & { readonly created: boolean }>> => {
      const [existing, ...more] = this.#matches(identifier);
      if (more.length > 0) return fail('server.duplicate');
      if (existing) return succeed({ ...existing, created: false });
      if (!mediaSchema.safeParse(media).success) return fail('server.rejected');
      this.#count += 1;
      return succeed({ ...stored(this.#write(`media-${String(this.#count)}`, media)), created: true });
    });
  }

  async updateMedia(media: Media & { readonly id: string }, versionId: string | undefined, signal: AbortSignal) {
    return this.#answer('updateMedia', signal, async () => {
      const held = this.#read(media.id);
      if (!held.ok) return held;
      if (versionId !== undefined && versionId !== held.value.versionId) return fail('server.version-conflict');
      return mediaSchema.safeParse(media).success ? succeed(stored(this.#write(media.id, media))) : fail('server.rejected');
    });
  }

  async deleteMedia(serverId: string, versionId: string | undefined, signal: AbortSignal): Promise<Result<void>> {
    return this.#answer('deleteMedia', signal, async () => {
      const held = this.media.get(serverId);
      if (!held || held.deleted) return succeed(undefined);
      if (versionId !== undefined && versionId !== String(held.version)) return fail('server.version-conflict');
      this.media.set(serverId, { ...held, deleted: true, updatedAt: this.#stamp(), version: held.version + 1 });
      return succeed(undefined);
    });
  }

  async findRegistered(type: RegistrationType, identifiers: readonly Identifier[], signal: AbortSignal) {
    return this.#answer('findRegistered', signal, async () => succeed(this.#registered(type, identifiers)));
  }

  async readRegistered(type: RegistrationType, serverId: string, signal: AbortSignal) {
    return this.#answer('readRegistered', signal, async (): Promise<Result<StoredResource<Registration>>> => {
      const held = this.#of(type).get(serverId);
      return held ? succeed(storedRegistration(held)) : fail('server.not-found');
    });
  }

  async createRegistered(resource: Registration, identifiers: readonly Identifier[], signal: AbortSignal, beforeSending?: () => Promise<void>) {
    await beforeSending?.();
    return this.#answer('createRegistered', signal, async (): Promise<Result<StoredResource<Registration> & { readonly created: boolean }>> => {
      const [existing, ...more] = this.#registered(resource.resourceType, identifiers);
      if (more.length > 0) return fail('server.duplicate');
      if (existing) return succeed({ ...existing, created: false });
      if (!registrationSchema.safeParse(resource).success) return fail('server.rejected');
      this.#count += 1;
      const id = `${resource.resourceType.toLowerCase()}-${String(this.#count)}`;
      const kept = this.keepsRegistered(structuredClone(resource));
      if (kept.resourceType === 'Patient') this.patients.set(id, this.#firstVersion(id, kept));
      else this.encounters.set(id, this.#firstVersion(id, kept));
      return succeed({ resource: { ...structuredClone(kept), id }, versionId: '1', created: true });
    });
  }

  async uploadBinary(upload: Parameters<RemoteChart['uploadBinary']>[0], signal: AbortSignal) {
    return this.#answer('uploadBinary', signal, async () => {
      const bytes = await collectBytes(upload.bytes());
      upload.onProgress?.(bytes.byteLength);
      if (bytes.byteLength !== upload.size) return fail('server.rejected');
      this.#count += 1;
      const url = `Binary/binary-${String(this.#count)}`;
      this.binaries.set(url, bytes);
      return succeed({ url });
    });
  }

  async downloadBinary(url: string, signal: AbortSignal, from?: Continuation): Promise<Result<BinaryDownload>> {
    return this.#answer('downloadBinary', signal, async () => {
      if (/^[a-z]+:/i.test(url)) return fail('data.invalid-resource');
      const bytes = this.binaries.get(url);
      if (!bytes) return fail('server.not-found');
      const validator = `"${createHash('sha256').update(bytes).digest('hex')}"`;
      const start = from?.validator === validator ? from.start : 0;
      // Bytes of the receiver's own: whoever reads them may give their memory back.
      return succeed({ contentType: 'application/octet-stream', start, totalBytes: bytes.byteLength, validator, bytes: chunks(Uint8Array.from(bytes.subarray(start))) });
    });
  }

  async #answer<Value>(call: CallName, signal: AbortSignal, effect: () => Promise<Result<Value>>): Promise<Result<Value>> {
    if (signal.aborted) return fail('local.cancelled');
    this.requests.push(call);
    const fault = this.fault(call);
    // Never in the same turn, as over a network.
    await Promise.resolve();
    if (fault?.kind === 'refuse') return { ok: false, error: fault.failure };
    const answer = await effect();
    if (signal.aborted) return fail('local.cancelled');
    return fault ? { ok: false, error: fault.failure } : answer;
  }

  #of(type: RegistrationType): ReadonlyMap<string, Version<Patient> | Version<Encounter>> {
    return type === 'Patient' ? this.patients : this.encounters;
  }

  #registered(type: RegistrationType, identifiers: readonly Identifier[]): readonly StoredResource<Registration>[] {
    const held = [...this.#of(type).values()];
    return held.filter(({ resource }) => resource.identifier?.some((one) => identifiers.some((wanted) => sameIdentifier(one, wanted)))).map(storedRegistration);
  }

  #firstVersion<Kind extends Registration>(id: string, resource: Kind): Version<Kind> {
    const updatedAt = this.#stamp();
    const held = { ...structuredClone(resource), id, meta: { versionId: '1', lastUpdated: new Date(updatedAt).toISOString() } } as Kind & { readonly id: string };
    return { resource: held, version: 1, updatedAt, deleted: false };
  }

  #read(serverId: string): Result<StoredResource<Media>> {
    const held = this.media.get(serverId);
    if (!held) return fail('server.not-found');
    return held.deleted ? fail('server.gone') : succeed(stored(held));
  }

  #matches(identifier: { readonly system?: string | undefined; readonly value?: string | undefined }): readonly StoredResource<Media>[] {
    return [...this.media.values()]
      .filter(({ resource, deleted }) => !deleted && resource.identifier?.some(({ system, value }) => system === identifier.system && value === identifier.value))
      .map(stored);
  }

  #write(id: string, media: Media): Version<Media> {
    const version = (this.media.get(id)?.version ?? 0) + 1;
    const updatedAt = this.#stamp();
    const meta = { ...media.meta, versionId: String(version), lastUpdated: new Date(updatedAt).toISOString() };
    const written = { resource: { ...structuredClone(this.store(media)), id, meta }, version, updatedAt, deleted: false };
    this.media.set(id, written);
    return written;
  }

  #page(resources: readonly (Media | Patient)[], offset: number, walk = `walk-${String(this.#walks.size)}`): ResourcePage {
    this.#walks.set(walk, resources);
    const end = offset + this.#pageSize;
    return { resources: resources.slice(offset, end), ...(end < resources.length && { nextPage: `${walk}#${String(end)}` }) };
  }

  /** No two writes at the same instant. */
  #stamp(): number {
    this.#lastStamp = Math.max(this.#now(), this.#lastStamp + 1);
    return this.#lastStamp;
  }
}

function stored(version: Version<Media>): StoredResource<Media> {
  return { resource: structuredClone(version.resource), versionId: String(version.version) };
}

function storedRegistration(version: Version<Patient> | Version<Encounter>): StoredResource<Registration> {
  return { resource: structuredClone(version.resource), versionId: String(version.version) };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
