import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { OperationOutcome } from '../../../shared/fhir/resources.ts';
import type { Blobs } from '../store/blobs.ts';
import type { StoredVersion, Tombstone } from '../store/resourceStore.ts';
import { openBinaryResource } from './binaryResource.ts';
import { entityTag, isNoneOf } from './entityTag.ts';
import { outcomeOf, Refusal, refuse } from './outcome.ts';
import type { ResourceService, Written } from './resourceService.ts';
import { isObject, parseJsonExactly, parseObject } from './resourceText.ts';
import { isResourceType, type ResourceType } from './searchParameters.ts';
import type { Json } from './searchValues.ts';

const mostEntries = 5000;

const entrySchema = z.looseObject({
  fullUrl: z.string().optional(),
  resource: z.looseObject({}).optional(),
  request: z.looseObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
    url: z.string(),
    ifMatch: z.string().optional(),
    ifNoneMatch: z.string().optional(),
    ifNoneExist: z.string().optional(),
  }),
});
const bundleSchema = z.looseObject({ resourceType: z.literal('Bundle'), type: z.enum(['batch', 'transaction']), entry: z.array(entrySchema).max(mostEntries).default([]) });

/** One entry, its url taken apart. `id` is set where it is known: by the url, or for a create, by this server. */
interface Entry {
  readonly index: number;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly type: ResourceType;
  readonly id: string | undefined;
  readonly rest: string | undefined;
  readonly query: string | undefined;
  readonly fullUrl: string | undefined;
  readonly resource: Json | undefined;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifNoneExist: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly version?: StoredVersion | Tombstone;
  /** As JSON, digit for digit. */
  readonly resource?: string;
  readonly outcome?: OperationOutcome;
}

const order = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET'] as const;

/** Batches and transactions. https://hl7.org/fhir/R4/http.html#transaction */
export class BundleService {
  readonly #service: ResourceService;
  readonly #blobs: Blobs;
  readonly #base: () => string;

  constructor(service: ResourceService, blobs: Blobs, base: () => string) {
    this.#service = service;
    this.#blobs = blobs;
    this.#base = base;
  }

  /**
   * @param minimal without the resources written.
   * @returns the response bundle as JSON. A transaction is refused as a whole, with the refusal of the entry that failed.
   */
  process(text: string, minimal: boolean): string {
    parseObject(text);
    const parsed = bundleSchema.safeParse(parseJsonExactly(text));
    if (!parsed.success) throw refuse(400, 'invalid', 'the body must be a Bundle of type batch or transaction, each entry with its request', pathOf(parsed.error));
    const { type, entry } = parsed.data;
    const answers = type === 'batch' ? entry.map((one, index) => this.#attempt(one, index)) : this.#transact(entry.map((one, index) => at(index, () => entryOf(one, index, this.#base()))));
    const entries = answers.map((answer) => this.#format(answer, minimal));
    return `{"resourceType":"Bundle","type":"${type}-response"${entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`}}`;
  }

  #attempt(raw: z.infer<typeof entrySchema>, index: number): Answer {
    try {
      const entry = entryOf(raw, index, this.#base());
      return this.#perform(entry, entry.resource);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, outcome: outcomeOf(error) };
    }
  }

  #transact(entries: readonly Entry[]): readonly Answer[] {
    refuseOverlaps(entries);
    const answers = new Map<number, Answer>();
    this.#service.atomically(() => {
      for (const entry of entries.filter(({ method }) => method === 'DELETE')) answers.set(entry.index, at(entry.index, () => this.#perform(entry, undefined)));
      const settled = entries.filter(({ method }) => method !== 'DELETE').map((entry) => at(entry.index, () => this.#settle(entry)));
      refuseOverlaps(settled);
      const links = new Map(settled.flatMap(({ fullUrl, type, id }) => (fullUrl === undefined || id === undefined ? [] : [[fullUrl, `${type}/${id}`] as const])));
      for (const method of order.slice(1)) {
        for (const entry of settled.filter((one) => one.method === method)) {
          const resource = entry.resource === undefined ? undefined : (this.#linked(entry.resource, links, entry.index) as Json);
          const answer = at(entry.index, () => this.#perform(entry, resource));
          if (method === 'POST' && answer.version?.id !== entry.id) throw named(refuse(412, 'duplicate', 'another entry has made what matches If-None-Exist'), entry.index);
          answers.set(entry.index, answer);
        }
      }
      for (const { index, type } of settled.filter(({ method }) => method !== 'GET')) at(index, () => this.#service.requireSubject(type, answers.get(index)?.resource ?? '{}'));
    });
    return entries.flatMap(({ index }) => answers.get(index) ?? []);
  }

  /** Every write gets its id before the first is done, so that they can refer to one another. */
  #settle(entry: Entry): Entry {
    const condition = entry.method === 'POST' ? entry.ifNoneExist : entry.method === 'GET' ? undefined : entry.query;
    const match = condition === undefined ? undefined : this.#service.onlyMatch(entry.type, condition)?.id;
    if (entry.method === 'POST') return { ...entry, id: match ?? randomUUID() };
    const given = entry.resource?.['id'];
    return entry.method === 'PUT' && entry.id === undefined ? { ...entry, id: match ?? (typeof given === 'string' ? given : undefined) } : { ...entry, id: entry.id ?? match };
  }

  /** References to other entries by their fullUrl, and by search (`Patient?identifier=…`), become those that will hold. */
  #linked(value: unknown, links: ReadonlyMap<string, string>, index: number): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => this.#linked(item, links, index));
    if (!isObject(value) || Object.getPrototypeOf(value) === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, typeof item === 'string' && linking.has(name) ? (links.get(item) ?? this.#found(name, item, index)) : this.#linked(item, links, index)]),
    );
  }

  #found(name: string, reference: string, index: number): string {
    const [type = '', condition] = reference.split('?', 2);
    if (name !== 'reference' || condition === undefined || !isResourceType(type)) return reference;
    const match = at(index, () => this.#service.onlyMatch(type, condition));
    if (match === undefined) throw named(refuse(412, 'not-found', 'no resource matches a conditional reference'), index);
    return `${type}/${match.id}`;
  }

  #perform(entry: Entry, resource: Json | undefined): Answer {
    const { method, type, id, rest, query, ifMatch, ifNoneMatch, ifNoneExist } = entry;
    if (method === 'GET') return this.#get(type, id, rest, query, ifNoneMatch);
    if (method === 'DELETE') {
      const gone = id === undefined ? this.#service.removeMatching(type, query ?? '', ifMatch) : this.#service.remove(type, id, ifMatch);
      return { status: 204, ...(gone === undefined ? {} : { version: gone }) };
    }
    if (resource === undefined) throw refuse(400, 'required', `${method} needs a resource`);
    if (method === 'PATCH') return written(this.#patch(type, id, query, resource, ifMatch));
    if (type === 'Binary') return written(this.#writeBinary(method, id, resource, ifMatch));
    const text = JSON.stringify(resource);
    if (method === 'POST') return written(this.#service.create(type, text, ifNoneExist, id));
    return written(id === undefined || query !== undefined ? this.#service.updateMatching(type, query ?? '', text, ifMatch) : this.#service.update(type, id, text, ifMatch));
  }

  #get(type: ResourceType, id: string | undefined, rest: string | undefined, query: string | undefined, ifNoneMatch: string | undefined): Answer {
    const parameters = new URLSearchParams(query ?? '');
    if (rest === '_history') return { status: 200, resource: this.#service.history({ type, id }, parameters) };
    if (type === 'Binary') throw refuse(400, 'not-supported', 'Binaries are read by themselves');
    if (id === undefined) return { status: 200, resource: this.#service.search(type, parameters) };
    const version = rest === undefined ? this.#service.read(type, id) : this.#service.readVersion(type, id, rest);
    if (ifNoneMatch !== undefined && !isNoneOf(ifNoneMatch, version.version)) return { status: 304, version };
    return { status: 200, version, resource: version.body };
  }

  /** A patch comes as a Binary. https://hl7.org/fhir/R4/http.html#patch */
  #patch(type: ResourceType, id: string | undefined, query: string | undefined, resource: Json, ifMatch: string | undefined): Written {
    const { metadata, bytes } = openBinaryResource(resource);
    if (metadata['contentType'] !== 'application/json-patch+json') throw refuse(415, 'not-supported', 'patches are application/json-patch+json');
    const patch = Buffer.from(bytes).toString('utf8');
    return id === undefined ? this.#service.patchMatching(type, query ?? '', patch, ifMatch) : this.#service.patch(type, id, patch, ifMatch);
  }

  #writeBinary(method: 'POST' | 'PUT', id: string | undefined, resource: Json, ifMatch: string | undefined): Written {
    const { metadata, bytes } = openBinaryResource(resource);
    const incoming = { keep: () => this.#blobs.keep(bytes) };
    if (method === 'POST') return this.#service.createBinary(metadata, incoming, id);
    if (id === undefined || metadata['id'] !== id) throw refuse(400, 'invalid', 'the id of the body must be the id of the url', 'Binary.id');
    return this.#service.updateBinary(id, metadata, incoming, ifMatch);
  }

  #format({ status, version, resource, outcome }: Answer, minimal: boolean): string {
    const stored = version !== undefined && (status === 200 || status === 201);
    const response = JSON.stringify({
      status: String(status),
      ...(stored ? { location: `${this.#base()}/${version.type}/${version.id}/_history/${String(version.version)}` } : {}),
      ...(version === undefined ? {} : { etag: entityTag(version.version), lastModified: new Date(version.lastUpdated).toISOString() }),
      ...(outcome === undefined ? {} : { outcome }),
    });
    return resource === undefined || (minimal && stored) ? `{"response":${response}}` : `{"resource":${resource},"response":${response}}`;
  }
}

/** Elements of type Reference, uri and url. */
const linking = new Set(['reference', 'url', 'valueUri', 'valueUrl', 'valueUuid']);

function written({ stored, created }: Written): Answer {
  return { status: created ? 201 : 200, version: stored, resource: stored.body };
}

function entryOf(raw: z.infer<typeof entrySchema>, index: number, base: string): Entry {
  const { request, resource, fullUrl } = raw;
  const relative = request.url.startsWith(`${base}/`) ? request.url.slice(base.length + 1) : request.url;
  const match = /^([A-Za-z]+)(?:\/([A-Za-z0-9\-.]{1,64}))?(?:\/(_history)(?:\/([A-Za-z0-9\-.]{1,64}))?)?(?:\?(.*))?$/s.exec(relative);
  const [, type = '', id, history, version, query] = match ?? [];
  if (!isResourceType(type)) throw refuse(404, 'not-supported', 'the url leads to nothing that this server holds', 'request.url');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const fits = method === 'GET' ? true : history === undefined && (method === 'POST' ? id === undefined && query === undefined : (id === undefined) !== (query === undefined));
  if (!fits) throw refuse(400, 'invalid', `${method} is not possible there`, 'request.url');
  return {
    index, method, type, id, query, fullUrl, resource, rest: version ?? history,
    ifMatch: request.ifMatch, ifNoneMatch: request.ifNoneMatch, ifNoneExist: request.ifNoneExist,
  };
}

/** In a transaction nothing may be written twice, or it would depend on the order. */
function refuseOverlaps(entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { method, type, id, index } of entries) {
    if (method === 'GET' || id === undefined) continue;
    if (seen.has(`${type}/${id}`)) throw named(refuse(400, 'invalid', 'two entries write the same resource'), index);
    seen.add(`${type}/${id}`);
  }
}

/** Lets a refusal name the entry it is about. */
function at<Value>(index: number, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refusal ? named(error, index) : error;
  }
}

function named(refusal: Refusal, index: number): Refusal {
  const where = `Bundle.entry[${String(index)}]`;
  const issues = refusal.issues.map((one) => ({ ...one, expression: [where, ...(one.expression ?? [])].slice(0, 2) }));
  return new Refusal(refusal.status, issues, refusal.headers);
}

function pathOf(error: z.ZodError): string {
  return (error.issues[0]?.path ?? []).reduce<string>((path, step) => (typeof step === 'number' ? `${path}[${String(step)}]` : `${path}.${String(step)}`), 'Bundle');
}
