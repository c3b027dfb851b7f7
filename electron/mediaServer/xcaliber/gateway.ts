import { randomUUID } from 'node:crypto';
import { parseFhirJson, writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import { storageFailure } from '../../storage/storageFailure.ts';
import { isObject, parseObject } from '../fhir/resourceText.ts';
import { parseSearch } from '../fhir/parseSearch.ts';
import type { SearchRequest } from '../fhir/parseSearch.ts';
import type { ResourceType } from '../fhir/searchParameters.ts';
import { validateResource } from '../fhir/validateResource.ts';
import type { Blobs } from '../store/blobs.ts';
import type { ResourceStore, StoredVersion } from '../store/resourceStore.ts';
import { acceptMedia, categoryOf, shownMedia, type Json } from './acceptMedia.ts';
import { GatewayError } from './gatewayError.ts';
import type { GatewaySource } from './gatewaySource.ts';

/** Whose Media a request is about; every list and every write has to say it. */
export interface GatewayScope {
  readonly source: GatewaySource;
  /** The id of a patient, without its type. */
  readonly patient: string;
  readonly category: string;
}

interface GatewayParts {
  readonly store: ResourceStore;
  readonly blobs: Blobs;
  /** The FHIR base url, by which references to this server are known. */
  readonly base: () => string;
  readonly now: () => number;
}

/**
 * The Media API as the EHRs behind it take it: over the same store as the FHIR dialect, without versions, and with effects that come after
 * the answer, in the order of the requests.
 */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #due = new Set<{ readonly timer: NodeJS.Timeout; readonly run: () => void }>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** Every Media of the patient in the category. @param filters search parameters of R4; others do nothing. */
  async list(scope: GatewayScope, filters: URLSearchParams): Promise<readonly Json[]> {
    const { source, category } = scope;
    this.#checkScope(scope);
    const query = new URLSearchParams(filters);
    query.set('patient', `Patient/${scope.patient}`);
    const listed = this.#searchAll('Media', query)
      .map((body) => parsed(body))
      .filter((media) => categoryOf(source, media) === category);
    const shown: Json[] = [];
    for (const media of listed) shown.push(await this.#shown(source, media));
    return shown;
  }

  patients(): readonly Json[] {
    return this.#searchAll('Patient', new URLSearchParams()).map((body) => withoutVersion(parsed(body)));
  }

  async read(source: GatewaySource, id: string): Promise<Json> {
    const media = parsed(this.#held(id).body);
    if (categoryOf(source, media) === undefined) throw notFound();
    return this.#shown(source, media);
  }

  /** @param text the Media as it came: decimals keep their digits. */
  create(scope: GatewayScope, text: string): void {
    this.#checkMedia(scope, parseObject(text));
    const media = acceptMedia(scope.source, scope.category, parsed(text), undefined);
    this.#later(scope.source, () => this.#parts.store.write('Media', randomUUID(), writeFhirJson(media)));
  }

  update(scope: GatewayScope, text: string): void {
    const checked = parseObject(text);
    const { id } = checked;
    if (typeof id !== 'string' || id === '') throw new GatewayError(400, 'id is required in the body');
    this.#held(id);
    this.#checkMedia(scope, checked);
    const received = parsed(text);
    this.#later(scope.source, () => {
      const held = this.#parts.store.read('Media', id);
      if (held === undefined || held.deleted) return;
      this.#parts.store.write('Media', id, writeFhirJson(acceptMedia(scope.source, scope.category, received, parsed(held.body))));
    });
  }

  remove(scope: GatewayScope, id: string): void {
    this.#checkScope(scope);
    this.#held(id);
    this.#later(scope.source, () => {
      const held = this.#parts.store.read('Media', id);
      if (held !== undefined && !held.deleted) this.#parts.store.remove('Media', id);
    });
  }

  /** What was answered for takes effect now; to be called before the store is closed. */
  settle(): void {
    for (const effect of this.#due) {
      clearTimeout(effect.timer);
      effect.run();
    }
  }

  #later(source: GatewaySource, work: () => void): void {
    const run = () => {
      this.#due.delete(effect);
      try {
        work();
      } catch (error) {
        // The answer was given and cannot be taken back; whoever looks sees that nothing came of it.
        if (storageFailure(error) === undefined) throw error;
      }
    };
    const effect = { timer: setTimeout(run, source.delayMilliseconds), run };
    this.#due.add(effect);
  }

  #checkScope({ source, patient, category }: GatewayScope): void {
    if (!Object.hasOwn(source.mappedObjects, category)) {
      throw new GatewayError(400, 'this source does not take that category', { category: Object.keys(source.mappedObjects) });
    }
    const found = this.#parts.store.read('Patient', patient);
    if (found === undefined || found.deleted) throw new GatewayError(404, 'there is no such patient');
  }

  #checkMedia(scope: GatewayScope, media: Json): void {
    if (media['resourceType'] !== 'Media') throw new GatewayError(400, 'the body must be a Media');
    this.#checkScope(scope);
    const { subject } = media;
    if (isObject(subject) && subject['reference'] !== undefined && subject['reference'] !== `Patient/${scope.patient}`) {
      throw new GatewayError(400, 'patient and Media.subject are not the same');
    }
    const issues = validateResource('Media', media);
    if (issues.length > 0) throw new GatewayError(400, 'the Media is not valid', issues.map(({ expression, diagnostics }) => ({ path: expression?.[0], message: diagnostics })));
  }

  #held(id: string): StoredVersion {
    const held = this.#parts.store.read('Media', id);
    if (held === undefined || held.deleted) throw notFound();
    return held;
  }

  #shown(source: GatewaySource, media: Json): Promise<Json> {
    return this.#withBytes(shownMedia(source, media));
  }

  /** There is no Binary here: what lies in one is sent along. */
  async #withBytes(media: Json): Promise<Json> {
    const { content } = media;
    const [, id] = /^Binary\/([A-Za-z0-9.-]+)$/.exec(isObject(content) ? String(content['url']) : '') ?? [];
    const stored = id === undefined ? undefined : this.#parts.store.read('Binary', id);
    if (!isObject(content) || stored === undefined || stored.deleted || stored.blobKey === null) return media;
    const { blobs } = this.#parts;
    const pieces: Uint8Array[] = [];
    for await (const piece of blobs.read(stored.blobKey, 0, blobs.size(stored.blobKey))) pieces.push(piece);
    const { url: _url, ...rest } = content;
    return { ...media, content: { ...rest, data: Buffer.concat(pieces).toString('base64') } };
  }

  #searchAll(type: ResourceType, query: URLSearchParams): readonly string[] {
    const bodies: string[] = [];
    let request: SearchRequest | undefined = parseSearch(type, query, { base: this.#parts.base(), now: this.#parts.now() });
    while (request !== undefined) {
      const page = this.#parts.store.search(request);
      bodies.push(...page.matches.map(({ body }) => body));
      request = page.next === undefined ? undefined : { ...request, cursor: page.next };
    }
    return bodies;
  }
}

function notFound(): GatewayError {
  return new GatewayError(404, 'there is no such Media');
}

function parsed(body: string): Json {
  return parseFhirJson(body) as Json;
}

function withoutVersion({ meta: _meta, ...rest }: Json): Json {
  return rest;
}
