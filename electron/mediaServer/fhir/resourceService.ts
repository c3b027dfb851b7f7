import { randomUUID } from 'node:crypto';
import { fullAccess, type Access } from '../auth/access.ts';
import type { IncomingBytes } from '../store/blobs.ts';
import type { ResourceStore, StoredVersion, Tombstone } from '../store/resourceStore.ts';
import { matchesVersion } from './entityTag.ts';
import { Guard } from './guard.ts';
import { historyBundle, type HistoryPath } from './historyBundle.ts';
import { issue, Refusal, refuse } from './outcome.ts';
import { parseSearch, type SearchRequest } from './parseSearch.ts';
import { parseReference } from './references.ts';
import { applyJsonPatch, PatchFailure } from './jsonPatch.ts';
import { isObject, parseJsonExactly, parseObject } from './resourceText.ts';
import { resolveIncludes, searchBundle } from './searchBundle.ts';
import type { ResourceType } from './searchParameters.ts';
import type { Json } from './searchValues.ts';
import { validateResource } from './validateResource.ts';

/** `created`: this call made it (201), else it was there already (200). */
export interface Written {
  readonly stored: StoredVersion;
  readonly created: boolean;
}

/** Whom a resource may be about. https://hl7.org/fhir/R4/media-definitions.html#Media.subject, https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.subject */
const subjectsOf: Partial<Record<ResourceType, readonly string[]>> = {
  Media: ['Patient', 'Practitioner', 'PractitionerRole', 'Group', 'Device', 'Specimen', 'Location'],
  Encounter: ['Patient', 'Group'],
};
const subjectsHeldHere = new Set<string>(['Patient', 'Practitioner'] satisfies ResourceType[]);

/**
 * FHIR's interactions with their conditions; each is one transaction, so that what a condition saw is still so when it is acted on.
 * Refusals are thrown. https://hl7.org/fhir/R4/http.html
 */
export class ResourceService {
  readonly #store: ResourceStore;
  readonly #base: () => string;
  readonly #now: () => number;
  readonly #guard: Guard;
  #defersSubjects = false;

  constructor(store: ResourceStore, base: () => string, now: () => number, access: Access = fullAccess) {
    this.#store = store;
    this.#base = base;
    this.#now = now;
    this.#guard = new Guard(access, base);
  }

  /** The same, for the bearer of a token. */
  as(access: Access): ResourceService {
    return new ResourceService(this.#store, this.#base, this.#now, access);
  }

  read(type: ResourceType, id: string): StoredVersion {
    this.#guard.require(type, 'read');
    return present(this.#guard.seen(this.#store.read(type, id)));
  }

  has(type: ResourceType, id: string): boolean {
    return this.#guard.seen(this.#store.read(type, id))?.deleted === false;
  }

  readVersion(type: ResourceType, id: string, version: string): StoredVersion {
    this.#guard.require(type, 'read');
    return present(/^[1-9]\d{0,8}$/.test(version) ? this.#guard.seen(this.#store.readVersion(type, id, Number(version))) : undefined);
  }

  /** @returns a searchset Bundle as JSON. */
  search(type: ResourceType, query: URLSearchParams): string {
    this.#guard.require(type, 'read');
    const request = this.#parseSearch(type, query);
    const page = this.#store.search(request);
    const included = resolveIncludes(request, page, this.#store, this.#base()).filter((found) => this.#guard.allows(found.type, 'read') && this.#guard.seen(found) !== undefined);
    return searchBundle(request, page, included, this.#base());
  }

  #parseSearch(type: ResourceType, query: URLSearchParams): SearchRequest {
    const request = parseSearch(type, query, { base: this.#base(), now: this.#now() });
    return { ...request, criteria: this.#guard.narrow(type, request.criteria) };
  }

  /** @returns a history Bundle as JSON. */
  history(path: HistoryPath, query: URLSearchParams): string {
    this.#guard.require(path.type, 'read');
    if (path.id === undefined && this.#guard.patient !== undefined) throw refuse(403, 'forbidden', 'a token of one patient asks for the history of one resource');
    if (path.id !== undefined && this.#guard.seen(this.#store.read(path.type, path.id)) === undefined) throw refuse(404, 'not-found', 'there is no such resource');
    return historyBundle(this.#store, path, query, this.#base(), (version) => this.#guard.seen(version) !== undefined);
  }

  /** Runs `work` as one transaction, which may write about subjects before they exist: it ends with `requireSubject` for all it wrote. */
  atomically<Value>(work: () => Value): Value {
    return this.#store.transaction(() => {
      this.#defersSubjects = true;
      try {
        return work();
      } finally {
        this.#defersSubjects = false;
      }
    });
  }

  /** @param id chosen by the caller; a new one without. */
  create(type: ResourceType, text: string, ifNoneExist: string | undefined, id: string = randomUUID()): Written {
    this.#guard.require(type, 'write');
    this.#guard.requireOwn(type, { ...this.#validate(type, text), id });
    return this.#store.transaction(() => {
      const existing = ifNoneExist === undefined ? undefined : this.onlyMatch(type, ifNoneExist);
      if (existing !== undefined) return { stored: existing, created: false };
      this.#resolveSubject(type, text);
      return { stored: this.#store.write(type, id, text), created: true };
    });
  }

  update(type: ResourceType, id: string, text: string, ifMatch: string | undefined): Written {
    this.#guard.require(type, 'write');
    const resource = this.#validate(type, text);
    this.#guard.requireOwn(type, resource);
    if (resource['id'] !== id) throw refuse(400, 'invalid', 'the id of the body must be the id of the url', `${type}.id`);
    return this.#store.transaction(() => {
      const created = this.#beforeUpdate(type, id, ifMatch);
      this.#resolveSubject(type, text);
      return { stored: this.#store.write(type, id, text), created };
    });
  }

  /**
   * Updates the one that matches, or makes it (under the body's id, if there is one).
   * @param condition search parameters as in a url. https://hl7.org/fhir/R4/http.html#cond-update
   */
  updateMatching(type: ResourceType, condition: string, text: string, ifMatch: string | undefined): Written {
    this.#guard.require(type, 'write');
    const resource = this.#validate(type, text);
    this.#guard.requireOwn(type, resource);
    const given = typeof resource['id'] === 'string' ? resource['id'] : undefined;
    return this.#store.transaction(() => {
      const match = this.onlyMatch(type, condition);
      if (match !== undefined && given !== undefined && given !== match.id) throw refuse(400, 'invalid', 'the id of the body is not that of the resource that matches', `${type}.id`);
      const id = match?.id ?? given ?? randomUUID();
      const created = this.#beforeUpdate(type, id, ifMatch);
      if (match === undefined && !created) throw refuse(409, 'conflict', 'the id of the body belongs to a resource that does not match', `${type}.id`);
      this.#resolveSubject(type, text);
      return { stored: this.#store.write(type, id, text), created };
    });
  }

  /** @param patch JSON Patch, RFC 6902. */
  patch(type: ResourceType, id: string, patch: string, ifMatch: string | undefined): Written {
    this.#guard.require(type, 'read', 'write');
    const operations = parsePatch(patch);
    return this.#store.transaction(() => {
      const current = this.#guard.seen(this.#store.read(type, id));
      requireMatch(ifMatch, current);
      const text = patched(present(current).body, operations);
      const resource = this.#validate(type, text);
      if (resource['id'] !== id) throw refuse(422, 'invalid', 'a patch cannot change the id', `${type}.id`);
      this.#guard.requireOwn(type, resource);
      this.#resolveSubject(type, text);
      return { stored: this.#store.write(type, id, text), created: false };
    });
  }

  patchMatching(type: ResourceType, condition: string, patch: string, ifMatch: string | undefined): Written {
    return this.#store.transaction(() => this.patch(type, present(this.onlyMatch(type, condition)).id, patch, ifMatch));
  }

  /** @returns undefined when there was nothing to delete, which is as good. */
  remove(type: ResourceType, id: string, ifMatch: string | undefined): Tombstone | undefined {
    this.#guard.require(type, 'write');
    return this.#store.transaction(() => {
      const current = this.#store.read(type, id);
      if (this.#guard.patient !== undefined) this.#guard.requireOwn(type, parseObject(present(this.#guard.seen(current)).body));
      requireMatch(ifMatch, current);
      return current === undefined || current.deleted ? undefined : this.#store.remove(type, id);
    });
  }

  /** Deletes the one that matches; more than one is refused. */
  removeMatching(type: ResourceType, condition: string, ifMatch: string | undefined): Tombstone | undefined {
    return this.#store.transaction(() => {
      const match = this.onlyMatch(type, condition);
      return match === undefined ? undefined : this.remove(type, match.id, ifMatch);
    });
  }

  /** @param metadata the Binary without its data. */
  createBinary(metadata: Json, bytes: IncomingBytes, id: string = randomUUID()): Written {
    const text = this.#binaryText(metadata);
    return this.#store.transaction(() => ({ stored: this.#store.write('Binary', id, text, bytes.keep()), created: true }));
  }

  updateBinary(id: string, metadata: Json, bytes: IncomingBytes, ifMatch: string | undefined): Written {
    const text = this.#binaryText(metadata);
    return this.#store.transaction(() => {
      const created = this.#beforeUpdate('Binary', id, ifMatch);
      return { stored: this.#store.write('Binary', id, text, bytes.keep()), created };
    });
  }

  /** @throws Refusal when a Binary of this kind could not be written. */
  requireBinary(metadata: Json): void {
    this.#binaryText(metadata);
  }

  /** Bytes of a token of one patient are that patient's. */
  #binaryText(metadata: Json): string {
    this.#guard.require('Binary', 'write');
    const { patient } = this.#guard;
    const owned = patient === undefined || 'securityContext' in metadata ? metadata : { ...metadata, securityContext: { reference: `Patient/${patient}` } };
    this.#guard.requireOwn('Binary', owned);
    return JSON.stringify(owned);
  }

  /** @returns whether the update makes it (anew). */
  #beforeUpdate(type: ResourceType, id: string, ifMatch: string | undefined): boolean {
    if (!/^[A-Za-z0-9\-.]{1,64}$/.test(id)) throw refuse(400, 'value', 'an id has 1 to 64 letters, digits, hyphens and dots', `${type}.id`);
    const current = this.#store.read(type, id);
    if (current !== undefined && this.#guard.seen(current) === undefined) throw refuse(403, 'forbidden', 'the id is taken');
    requireMatch(ifMatch, current);
    return current === undefined || current.deleted;
  }

  #validate(type: ResourceType, text: string): Readonly<Record<string, unknown>> {
    const resource = parseObject(text);
    if (resource['resourceType'] !== type) throw refuse(400, 'invalid', `the body must be a ${type}`, 'resourceType');
    const issues = validateResource(type, resource);
    if (issues.length > 0) throw new Refusal(422, issues);
    return resource;
  }

  #resolveSubject(type: ResourceType, text: string): void {
    if (!this.#defersSubjects) this.requireSubject(type, text);
  }

  /** A picture or a visit of somebody the chart does not know is refused. */
  requireSubject(type: ResourceType, text: string): void {
    const subjects = subjectsOf[type];
    if (subjects === undefined) return;
    const { subject } = parseObject(text);
    const reference = isObject(subject) ? subject['reference'] : undefined;
    if (typeof reference !== 'string') return;
    const target = parseReference(reference, this.#base());
    if (target === undefined) {
      if (/^(https?|urn):|^#/.test(reference)) return;
      throw new Refusal(422, [issue('value', 'not a reference', `${type}.subject.reference`)]);
    }
    if (!subjects.includes(target.type)) throw new Refusal(422, [issue('value', `a ${target.type} cannot be the subject of this`, `${type}.subject`)]);
    if (!subjectsHeldHere.has(target.type)) return;
    const found = this.#store.read(target.type as ResourceType, target.id);
    if (found === undefined || found.deleted) throw new Refusal(422, [issue('not-found', 'the subject does not exist on this server', `${type}.subject`)]);
  }

  /** @throws Refusal 412 when there are several. */
  onlyMatch(type: ResourceType, condition: string): StoredVersion | undefined {
    const query = new URLSearchParams(condition);
    query.set('_count', '2');
    this.#guard.require(type, 'read');
    if (parseSearch(type, query, { base: this.#base(), now: this.#now() }).criteria.length === 0) throw refuse(400, 'invalid', 'the condition has no criteria');
    const request = this.#parseSearch(type, query);
    const { matches } = this.#store.search(request);
    if (matches.length > 1) throw refuse(412, 'multiple-matches', 'more than one resource matches the condition');
    const [match] = matches;
    return match === undefined ? undefined : this.read(type, match.id);
  }
}

function present(found: StoredVersion | Tombstone | undefined): StoredVersion {
  if (found === undefined) throw refuse(404, 'not-found', 'there is no such resource');
  if (found.deleted) throw refuse(410, 'deleted', 'the resource was deleted');
  return found;
}

function parsePatch(text: string): unknown {
  try {
    return parseJsonExactly(text);
  } catch {
    throw refuse(400, 'structure', 'the patch is not JSON');
  }
}

function patched(body: string, operations: unknown): string {
  try {
    return JSON.stringify(applyJsonPatch(parseJsonExactly(body), operations)) ?? '';
  } catch (error) {
    if (!(error instanceof PatchFailure)) throw error;
    const said = { malformed: 'is not one of JSON Patch', test: 'tests something that is not so', path: 'leads nowhere' }[error.reason];
    throw refuse(error.reason === 'malformed' ? 400 : 422, 'processing', `operation ${String(error.index)} ${said}`);
  }
}

function requireMatch(ifMatch: string | undefined, current: StoredVersion | Tombstone | undefined): void {
  if (ifMatch === undefined) return;
  if (!matchesVersion(ifMatch, current === undefined || current.deleted ? undefined : current.version)) {
    throw refuse(412, 'conflict', 'the resource is not in the version that If-Match names');
  }
}
