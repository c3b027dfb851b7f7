import { setTimeout as pause } from 'node:timers/promises';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { Identifier } from '../../../shared/fhir/elements.ts';
import { readMediaExtension } from '../../../shared/fhir/extensions/mediaExtensions.ts';
import { resourceSchema, type Media, type Resource } from '../../../shared/fhir/resources.ts';
import type { Deviation, DeviationKind } from '../../../shared/fhir/xcaliber/deviation.ts';
import { readGatewayMedia } from '../../../shared/fhir/xcaliber/readGatewayMedia.ts';
import type { ConnectionRequest, GatewayScope } from '../../../shared/ipc/views.ts';
import { canonicalMedia } from '../../../shared/sync/canonicalMedia.ts';
import type { Continuation } from '../../../shared/sync/byteTransfer.ts';
import { elementsNotHeld } from '../../../shared/sync/elementsNotHeld.ts';
import { leavesOpen } from '../../../shared/sync/classifyFailure.ts';
import type { ChartCapabilities, RemoteChart, ResourcePage, ServerReport, StoredResource } from '../../../shared/sync/ports.ts';
import { downloadBytes } from '../downloadBytes.ts';
import type { FhirHttp } from '../fhirHttp.ts';
import { openHttp, type HttpLimits } from '../openHttp.ts';
import { GatewayRequests } from './gatewayRequests.ts';

export interface GatewayLimits extends HttpLimits {
  /** How long after a write its effect is looked for. Default 20 s. */
  readonly confirmMilliseconds?: number;
  /** How long a create that is not to be seen is not sent again: it may come late. Default 10 min. */
  readonly lateEffectMilliseconds?: number;
}

/** Every answer holds the bytes of its Media as text, and a list is never cut into pages. */
const largestJsonBytes = 512 * 1024 * 1024;
const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 2_000;

type HeldMedia = StoredResource<Media> & { readonly deviations: readonly Deviation[] };

/**
 * A chart behind the gateway of the Media API. It has neither versions nor conditions, and answers writes before they have an effect: so a
 * create looks for its identifier first, and each write is looked for afterwards, until the chart holds it or time runs out.
 */
export function openGatewayChart(connection: Pick<ConnectionRequest, 'baseUrl' | 'auth'> & { readonly gateway: GatewayScope }, limits: GatewayLimits = {}): Result<RemoteChart> {
  const http = openHttp(connection, { largestJsonBytes, ...limits });
  return http.ok ? succeed(new GatewayChart(http.value, connection.gateway, limits)) : http;
}

class GatewayChart implements RemoteChart {
  readonly capabilities: ChartCapabilities;
  readonly #http: FhirHttp;
  readonly #requests: GatewayRequests;
  readonly #scope: GatewayScope;
  readonly #confirmMilliseconds: number;
  readonly #now: () => number;
  readonly #deviations = new Set<DeviationKind>();
  /** Under which category a Media was last seen; not every gateway says so in the Media. */
  readonly #categories = new Map<string, string>();

  constructor(http: FhirHttp, scope: GatewayScope, { confirmMilliseconds = 20_000, lateEffectMilliseconds = 600_000, now = Date.now }: GatewayLimits) {
    this.capabilities = { versions: false, binaries: false, changesSince: false, lateEffectMilliseconds, registers: [] };
    this.#http = http;
    this.#scope = scope;
    this.#requests = new GatewayRequests(http, scope, this.#report);
    this.#confirmMilliseconds = confirmMilliseconds;
    this.#now = now;
  }

  readonly #report = (kind: DeviationKind): void => {
    this.#deviations.add(kind);
  };

  /** There is no CapabilityStatement: that patients and the Media of one can be read is the proof. */
  async describe(signal: AbortSignal): Promise<Result<ServerReport>> {
    const patients = await this.#patients(signal);
    if (!patients.ok) return patients;
    const [first] = patients.value;
    const media = first?.id === undefined ? undefined : await this.#scan(first.id, undefined, signal);
    if (media?.ok === false) return media;
    return succeed({ dialect: 'xcaliber', software: `Media API gateway, ${this.#scope.sourceId}`, fhirVersion: '4.0.1', supportsLastUpdated: false, deviations: [...this.#deviations].toSorted() });
  }

  /** Always complete, and one page: a list that broke anywhere is a failure, never a shorter list. */
  async search(request: Parameters<RemoteChart['search']>[0], signal: AbortSignal): Promise<Result<ResourcePage>> {
    if (request.resourceType === 'Patient') {
      const patients = await this.#patients(signal);
      return patients.ok ? succeed({ resources: patients.value }) : patients;
    }
    if (request.patient === undefined) return fail('data.invalid-input', { fields: [{ path: 'patient', message: 'required' }] });
    const media = await this.#scan(request.patient, undefined, signal);
    if (!media.ok) return media;
    return succeed({ resources: media.value.map(({ resource }) => resource), deviations: new Map(media.value.map(({ resource, deviations }) => [resource.id, deviations])) });
  }

  async followPage(): Promise<Result<ResourcePage>> {
    return fail('data.invalid-resource', { detail: 'a gateway has no pages' });
  }

  async findMediaByIdentifier(identifier: Identifier, signal: AbortSignal, patient?: string): Promise<Result<readonly HeldMedia[]>> {
    if (patient === undefined) return fail('data.invalid-input', { fields: [{ path: 'patient', message: 'required' }] });
    const found = await this.#find(identifier, patient, signal);
    // A filter that does not work must not look like a Media that is not there.
    return !found.ok || found.value.length > 0 ? found : carriers(await this.#scan(patient, undefined, signal), identifier);
  }

  async readMedia(serverId: string, signal: AbortSignal): Promise<Result<HeldMedia>> {
    const answer = await this.#requests.one(serverId, signal);
    if (!answer.ok) return answer;
    if (answer.value === undefined) return fail('server.not-found');
    const media = this.#held(answer.value);
    if (media === undefined) return fail('data.invalid-resource');
    return isDeleted(media.resource) ? fail('server.gone') : succeed(media);
  }

  async createMedia(
    media: Media, identifier: Identifier, signal: AbortSignal, beforeSending?: () => Promise<void>,
  ): Promise<Result<HeldMedia & { readonly created: boolean }>> {
    const patient = patientOf(media);
    if (patient === undefined) return noPatient();
    const earlier = await this.findMediaByIdentifier(identifier, signal, patient);
    if (!earlier.ok) return earlier;
    const [existing, ...more] = earlier.value;
    if (more.length > 0) return fail('server.duplicate', { detail: `${String(earlier.value.length)} matches` });
    if (existing) return succeed({ ...existing, created: false });
    await beforeSending?.();
    const sent = await this.#requests.create(media, patient, this.#categoryOf(media), signal);
    if (!sent.ok) return sent;
    const seen = await this.#confirm(media, undefined, async () => {
      const found = await this.#find(identifier, patient, signal);
      return found.ok ? succeed(found.value[0]) : found;
    }, signal);
    if (seen.ok) return succeed({ ...seen.value, created: true });
    // It was acknowledged, whatever may be wrong with looking for it.
    return leavesOpen(seen.error) ? seen : unconfirmed();
  }

  /** Looks first: what is not there, or is there already as it should be, is not written. */
  async updateMedia(media: Media & { readonly id: string }, _versionId: string | undefined, signal: AbortSignal): Promise<Result<HeldMedia>> {
    const patient = patientOf(media);
    if (patient === undefined) return noPatient();
    const before = await this.readMedia(media.id, signal);
    if (!before.ok || canonicalMedia(before.value.resource) === canonicalMedia(media)) return before;
    const sent = await this.#requests.replace(media, patient, this.#categoryOf(media), signal);
    return sent.ok ? this.#confirm(media, before.value.resource, () => this.readMedia(media.id, signal), signal) : sent;
  }

  async deleteMedia(serverId: string, _versionId: string | undefined, signal: AbortSignal): Promise<Result<void>> {
    const before = await this.readMedia(serverId, signal);
    if (!before.ok) return isGone(before) ? succeed(undefined) : before;
    const patient = patientOf(before.value.resource);
    if (patient === undefined) return noPatient();
    const sent = await this.#requests.remove(serverId, patient, this.#categoryOf(before.value.resource), signal);
    if (!sent.ok) return isGone(sent) ? succeed(undefined) : sent;
    const gone = await this.#poll(async () => {
      const now = await this.readMedia(serverId, signal);
      return isGone(now) ? succeed(true) : now.ok ? succeed(undefined) : now;
    }, signal);
    if (!gone.ok) return gone;
    return gone.value === undefined ? unconfirmed() : succeed(undefined);
  }

  async findRegistered(): Promise<Result<never>> {
    return registersNobody();
  }

  async readRegistered(): Promise<Result<never>> {
    return registersNobody();
  }

  async createRegistered(): Promise<Result<never>> {
    return registersNobody();
  }

  async uploadBinary(): Promise<Result<{ readonly url: string }>> {
    return fail('server.rejected', { detail: 'bytes travel inside the Media here' });
  }

  downloadBinary(url: string, signal: AbortSignal, from?: Continuation) {
    return downloadBytes(this.#http, url, signal, from);
  }

  /**
   * The Media as the chart holds it after a write: as it was sent; when time runs out, as it has become instead, for the caller to see what
   * was not kept; a failure when nothing has become of it.
   */
  async #confirm(sent: Media, before: Media | undefined, look: () => Promise<Result<HeldMedia | undefined>>, signal: AbortSignal): Promise<Result<HeldMedia>> {
    let last: HeldMedia | undefined;
    const seen = await this.#poll(async () => {
      const now = await look();
      if (!now.ok) return now;
      last = now.value ?? last;
      return succeed(now.value !== undefined && elementsNotHeld(sent, now.value.resource).length === 0 ? now.value : undefined);
    }, signal);
    if (!seen.ok) return seen;
    if (seen.value !== undefined) return succeed(seen.value);
    const changed = last !== undefined && (before === undefined || canonicalMedia(before) !== canonicalMedia(last.resource));
    return last !== undefined && changed ? succeed(last) : unconfirmed();
  }

  /** @returns the first value that is there; undefined when time ran out. */
  async #poll<Value>(look: () => Promise<Result<Value | undefined>>, signal: AbortSignal): Promise<Result<Value | undefined>> {
    const until = this.#now() + this.#confirmMilliseconds;
    for (let wait = firstPauseMilliseconds; ; wait = Math.min(wait * 2, longestPauseMilliseconds)) {
      const seen = await look();
      if (!seen.ok || seen.value !== undefined || this.#now() >= until) return seen;
      try {
        await pause(wait, undefined, { signal });
      } catch {
        return fail('local.cancelled');
      }
    }
  }

  async #patients(signal: AbortSignal): Promise<Result<readonly Resource[]>> {
    const answer = await this.#requests.patients(signal);
    if (!answer.ok) return answer;
    return succeed(answer.value.map((item) => resourceSchema.safeParse(item)).flatMap((parsed) => (parsed.success && parsed.data.resourceType === 'Patient' ? [parsed.data] : [])));
  }

  async #find(identifier: Identifier, patient: string, signal: AbortSignal): Promise<Result<readonly HeldMedia[]>> {
    return carriers(await this.#scan(patient, identifier, signal), identifier);
  }

  /** All categories, one after the other; a Media that stands in several counts once. */
  async #scan(patient: string, identifier: Identifier | undefined, signal: AbortSignal): Promise<Result<readonly HeldMedia[]>> {
    const found = new Map<string, HeldMedia>();
    for (const category of this.#scope.categories) {
      const answer = await this.#requests.list(patient, category, identifier, signal);
      if (!answer.ok) return answer;
      for (const item of answer.value) {
        const media = this.#held(item);
        if (media === undefined || isDeleted(media.resource)) continue;
        this.#categories.set(media.resource.id, category);
        found.set(media.resource.id, media);
      }
    }
    return succeed([...found.values()]);
  }

  /** A version that no condition heeds is none. */
  #held(item: unknown): HeldMedia | undefined {
    const deviations: Deviation[] = [];
    const resource = readGatewayMedia(item, (kind, path) => {
      this.#report(kind);
      deviations.push({ kind, path });
    });
    if (resource === undefined) return undefined;
    const { versionId: _version, ...meta } = resource.meta ?? {};
    return { resource: { ...resource, ...(resource.meta !== undefined && { meta }) }, versionId: undefined, deviations };
  }

  #categoryOf(media: Media): string {
    const tagged = media.meta?.tag?.map(({ code }) => code).find((code) => code !== undefined && this.#scope.categories.includes(code));
    return (media.id === undefined ? undefined : this.#categories.get(media.id)) ?? tagged ?? this.#scope.categories[0] ?? '';
  }
}

/** No document of the gateway speaks of it. */
function registersNobody(): Result<never> {
  return fail('server.registers-nobody');
}

/** By value alone: not every gateway keeps the system. */
function carriers(list: Result<readonly HeldMedia[]>, identifier: Identifier): Result<readonly HeldMedia[]> {
  return list.ok ? succeed(list.value.filter(({ resource }) => resource.identifier?.some(({ value }) => value === identifier.value) === true)) : list;
}

function patientOf({ subject }: Media): string | undefined {
  return /(?:^|\/)Patient\/([^/]+)$/.exec(subject?.reference ?? '')?.[1];
}

/** A gateway may keep what is deleted, and say when that was. */
function isDeleted(media: Media): boolean {
  return readMediaExtension(media, 'deleted-date-time') !== undefined;
}

function isGone(answer: Result<unknown>): boolean {
  return !answer.ok && (answer.error.code === 'server.not-found' || answer.error.code === 'server.gone');
}

function noPatient() {
  return fail('data.invalid-resource', { detail: 'a gateway files by patient' });
}

/** The chart took it, and does not show it. */
function unconfirmed() {
  return fail('server.unconfirmed');
}
