import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import type { Identifier } from '../../../shared/fhir/elements.ts';
import { canonicalExtensions } from '../../../shared/fhir/xcaliber/canonicalExtensions.ts';
import type { Report } from '../../../shared/fhir/xcaliber/deviation.ts';
import { readGatewayAnswer } from '../../../shared/fhir/xcaliber/readGatewayAnswer.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import type { GatewayScope } from '../../../shared/ipc/views.ts';
import type { FhirHttp, FhirRequest } from '../fhirHttp.ts';

/** The requests of the gateway's dialect, each with the headers and the query it asks for. */
export class GatewayRequests {
  readonly #http: FhirHttp;
  readonly #scope: GatewayScope;
  readonly #report: Report;

  constructor(http: FhirHttp, scope: GatewayScope, report: Report) {
    this.#http = http;
    this.#scope = scope;
    this.#report = report;
  }

  patients(signal: AbortSignal): Promise<Result<readonly unknown[]>> {
    return this.#read('Patient', signal);
  }

  list(patient: string, category: string, identifier: Identifier | undefined, signal: AbortSignal): Promise<Result<readonly unknown[]>> {
    const filter = identifier === undefined ? {} : { identifier: `${identifier.system ?? ''}|${identifier.value ?? ''}` };
    return this.#read(this.#url(patient, category, filter), signal);
  }

  async one(id: string, signal: AbortSignal): Promise<Result<unknown>> {
    const answer = await this.#read(`Media/${encodeURIComponent(id)}`, signal);
    return answer.ok ? succeed(answer.value[0]) : answer;
  }

  create(media: Media, patient: string, category: string, signal: AbortSignal): Promise<Result<void>> {
    return this.#write({ method: 'POST', url: this.#url(patient, category), body: this.#text(media) }, signal);
  }

  /** The id stands in the body alone. */
  replace(media: Media, patient: string, category: string, signal: AbortSignal): Promise<Result<void>> {
    return this.#write({ method: 'PUT', url: this.#url(patient, category), body: this.#text(media) }, signal);
  }

  /** No document says where the id stands: in both places. */
  remove(id: string, patient: string, category: string, signal: AbortSignal): Promise<Result<void>> {
    return this.#write({ method: 'DELETE', url: this.#url(patient, category, { id }), body: JSON.stringify({ resourceType: 'Media', id }) }, signal);
  }

  async #read(url: string, signal: AbortSignal): Promise<Result<readonly unknown[]>> {
    const answer = await this.#http.json({ method: 'GET', url, headers: this.#headers(this.#scope.interactionMode) }, signal);
    if (!answer.ok) return answer;
    const resources = readGatewayAnswer(answer.value.body, this.#report);
    return resources === undefined ? fail('server.not-fhir', { detail: 'no resource, Bundle or list' }) : succeed(resources);
  }

  async #write(request: FhirRequest, signal: AbortSignal): Promise<Result<void>> {
    const { interactionMode, interactionModeOfWrites = interactionMode } = this.#scope;
    const answer = await this.#http.json({ ...request, headers: { ...this.#headers(interactionModeOfWrites), 'content-type': 'application/json' } }, signal);
    return answer.ok ? succeed(undefined) : answer;
  }

  #headers(interactionMode: boolean): Readonly<Record<string, string>> {
    return { accept: 'application/json', 'x-source-id': this.#scope.sourceId, 'x-interaction-mode': String(interactionMode) };
  }

  #url(patient: string, category: string, more: Readonly<Record<string, string>> = {}): string {
    return `Media?${new URLSearchParams({ patient, departmentId: this.#scope.departmentId, category, ...more }).toString()}`;
  }

  #text(media: Media): string {
    return writeFhirJson(canonicalExtensions(media, () => undefined));
  }
}
