import type { Result } from '../errors/result.ts';
import type { Identifier } from '../fhir/elements.ts';
import type { Registration, RegistrationType } from '../fhir/registration.ts';
import type { Media, Patient, Resource } from '../fhir/resources.ts';
import type { BinaryDownload, Continuation, KeepAs, KeptBytes } from './byteTransfer.ts';
import type { Deviation } from '../fhir/xcaliber/deviation.ts';
import type { ReadyEntry } from './fairOrder.ts';
import type { Loss } from './loss.ts';
import type { OutboxEntry } from './outboxEntry.ts';
import type { SetAsideItem } from './setAsideItem.ts';

/**
 * What the sync engine stands on. `RemoteChart` is implemented by electron/ehr (one adapter per dialect), `SyncStore`
 * by electron/cache, `BlobStore` by electron/blobs. The engine imports none of them.
 */

export interface ResourcePage {
  readonly resources: readonly Resource[];
  /** The server's own `next` link, to be followed unmodified; absent on the last page. */
  readonly nextPage?: string;
  /** Where a Media, by its id, was not R4 before the adapter read it; what is left to see in `resources` is not in it. */
  readonly deviations?: ReadonlyMap<string, readonly Deviation[]>;
}

/** A resource as the chart holds it now. `versionId` is what If-Match carries (W/"versionId"). */
export interface StoredResource<Kind extends Resource = Resource> {
  readonly resource: Kind & { readonly id: string };
  readonly versionId: string | undefined;
}

export interface ServerReport {
  readonly dialect: 'fhir' | 'xcaliber';
  readonly software: string;
  readonly fhirVersion: string;
  readonly supportsLastUpdated: boolean;
  /** Where the answers looked at were not FHIR R4. */
  readonly deviations?: string[] | undefined;
  /** False: the sign-in was not tried. */
  readonly signedIn?: boolean | undefined;
}

/** What a chart can do beyond holding Media; what it cannot, the engine does without. */
export interface ChartCapabilities {
  /** Every resource has a version, and a stale write is refused. Without: `versionId` is undefined, and who writes looks first. */
  readonly versions: boolean;
  /** Bytes go apart, by `uploadBinary`. Without: they travel inside the Media, as `content.data`. */
  readonly binaries: boolean;
  /** `since` narrows a search. Without: every search is complete. */
  readonly changesSince: boolean;
  /** How long after a create was sent it may still take effect, without having been seen; 0: an answer comes after the effect. */
  readonly lateEffectMilliseconds: number;
  /** What may be registered in it from here; all else is a front desk's. */
  readonly registers: readonly RegistrationType[];
}

/** What a Media may refer to: resources of these types, of one patient or (undefined) of the chart; `words` narrow it where the chart can. */
export interface ReferenceSearch {
  readonly types: readonly string[];
  readonly patient?: string | undefined;
  readonly words: string;
}

export interface RemoteChart {
  readonly capabilities: ChartCapabilities;
  /** Reads the CapabilityStatement and proves that the credentials work. */
  describe(signal: AbortSignal): Promise<Result<ServerReport>>;
  /** First page of a search, oldest change first (`_sort=_lastUpdated`); `since` is an instant, inclusive. */
  search(
    request: { readonly resourceType: 'Patient' | 'Media'; readonly patient?: string; readonly since?: string; /** Nothing but ids is looked at; a chart may leave out the rest. */ readonly idsOnly?: boolean },
    signal: AbortSignal,
  ): Promise<Result<ResourcePage>>;
  followPage(nextPage: string, signal: AbortSignal): Promise<Result<ResourcePage>>;
  /** Absent, or answered by null: it cannot be asked for these. */
  searchReferences?(search: ReferenceSearch, signal: AbortSignal): Promise<Result<readonly Resource[] | null>>;
  /** @param patient the chart's id of the Media's patient, where it is known: not every chart can look without it. */
  findMediaByIdentifier(identifier: Identifier, signal: AbortSignal, patient?: string): Promise<Result<readonly StoredResource<Media>[]>>;
  readMedia(serverId: string, signal: AbortSignal): Promise<Result<StoredResource<Media>>>;
  /**
   * Conditional create: when a Media with `identifier` exists already it is answered instead (`created: false`).
   * @param beforeSending waited for before the request that may have an effect leaves; when it rejects, nothing is sent. After it, only a failure
   * that `leavesOpen` (classifyFailure.ts) lets the effect be in doubt.
   */
  createMedia(
    media: Media, identifier: Identifier, signal: AbortSignal, beforeSending?: () => Promise<void>,
  ): Promise<Result<StoredResource<Media> & { readonly created: boolean }>>;
  /** `versionId` undefined: unconditional (servers without versions). */
  updateMedia(media: Media & { readonly id: string }, versionId: string | undefined, signal: AbortSignal): Promise<Result<StoredResource<Media>>>;
  deleteMedia(serverId: string, versionId: string | undefined, signal: AbortSignal): Promise<Result<void>>;
  /** Those that carry any of these identifiers. Only of a type that `capabilities.registers` names, as the next two. */
  findRegistered(type: RegistrationType, identifiers: readonly Identifier[], signal: AbortSignal): Promise<Result<readonly StoredResource<Registration>[]>>;
  readRegistered(type: RegistrationType, serverId: string, signal: AbortSignal): Promise<Result<StoredResource<Registration>>>;
  /**
   * Conditional create: when one with any of these identifiers exists already it is answered instead (`created: false`). Fails with
   * `server.duplicate` when there are several.
   * @param beforeSending as with `createMedia`.
   */
  createRegistered(
    resource: Registration, identifiers: readonly Identifier[], signal: AbortSignal, beforeSending?: () => Promise<void>,
  ): Promise<Result<StoredResource<Registration> & { readonly created: boolean }>>;
  /** @returns the relative url for `content.url`, "Binary/<id>". */
  uploadBinary(
    upload: {
      /** The same whenever the same bytes are sent again, and never for others: where the chart lets us name them, they lie there once. A FHIR id. */
      readonly id?: string;
      readonly contentType: string;
      readonly size: number;
      readonly bytes: () => AsyncIterable<Uint8Array>;
      /** From there on; without it an upload that broke off starts over. */
      readonly bytesFrom?: (start: number) => AsyncIterable<Uint8Array>;
      /** Reference of the patient whose access rules the bytes share (X-Security-Context). */
      readonly securityContext: string | undefined;
      readonly onProgress?: (sentBytes: number) => void;
    },
    signal: AbortSignal,
  ): Promise<Result<{ readonly url: string }>>;
  /** `url` as it stands in `content.url`; refused when it points outside the chart's origin. */
  downloadBinary(url: string, signal: AbortSignal, from?: Continuation): Promise<Result<BinaryDownload>>;
}

/** Content-addressed, encrypted, durable: `write` resolves when the bytes are on disk (fsync of file and folder). */
export interface BlobStore {
  /**
   * @param keepAs what came before the source broke off (`server.…`, `local.cancelled`, or the process died) is kept under this key; any other
   * end forgets it. One write at a time under one key.
   * @returns lower-case hex SHA-256 of the bytes and their number. Writing the same bytes twice is one blob.
   */
  write(bytes: AsyncIterable<Uint8Array> | Uint8Array, keepAs?: KeepAs): Promise<Result<{ readonly sha256: string; readonly size: number }>>;
  /** What an interrupted write left under this key. It is no blob yet: neither listed nor read by any hash. */
  kept(key: string): Promise<KeptBytes | undefined>;
  /** @param key undefined: everything that is kept. */
  forgetKept(key?: string): Promise<void>;
  has(sha256: string): Promise<boolean>;
  /** Plain bytes of [start, end) in order, each chunk authenticated before it is given out. Fails with `local.blob-corrupt` or `local.blob-missing`. */
  read(sha256: string, range?: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>;
  size(sha256: string): Promise<Result<number>>;
  remove(sha256: string): Promise<void>;
  /**
   * Removes bytes that can be had again. What was written in the last minutes stays, for it may not be named by any row yet.
   * @param detach lets go of them in the rows; false when they may not go.
   * @returns whether they went.
   */
  evict(sha256: string, detach: () => Promise<boolean>): Promise<boolean>;
  list(): AsyncIterable<string>;
}

/** A Media as the cache holds it. */
export interface MediaRecord {
  /** Lightbox's own id, a UUID, stable for life; the only id the renderer sees. */
  readonly id: string;
  readonly patientId: string | null;
  /** The chart's logical id; null until the chart holds it. */
  readonly serverId: string | null;
  readonly versionId: string | null;
  /** As it is shown here: base plus what was done locally. */
  readonly current: Media;
  /** As the chart last answered it; null until then. */
  readonly base: Media | null;
  /** Hex SHA-256 of the content's bytes; null while they are not on this computer. */
  readonly contentSha256: string | null;
  /** Instant (ms) when re-reading the chart last proved that it holds `current` and its bytes. */
  readonly provenAt: number | null;
}

/** A patient or a visit that was made here, as the cache holds it. */
export interface RegistrationRecord {
  /** Lightbox's own id, a UUID: of the patient, or of the visit. */
  readonly id: string;
  /** Whose it is. Of a patient: itself, or whom a person found it to be. */
  readonly patientId: string;
  /** The chart's logical id; null until the chart is known to hold it. */
  readonly serverId: string | null;
  readonly versionId: string | null;
  /** As it was made here. */
  readonly current: Registration;
  /** As the chart answered it; null until then. */
  readonly base: Registration | null;
  /** Ms since 1970. */
  readonly provenAt: number | null;
  /** The chart's ids of patients known here that carry an identifier of this one, and whom nobody told apart from it. */
  readonly alike: readonly string[];
  /** A person said that a patient with the same identifier is somebody else, by the chart's ids. */
  readonly toldApart: readonly string[];
}

/** A Media that both sides changed, or one deleted, as it waits for a person. */
export interface Conflict {
  readonly entry: OutboxEntry;
  /** Base and mine. */
  readonly record: MediaRecord;
  /** Null: the chart has deleted it. */
  readonly theirs: Media | null;
  /** Of `theirs`: what the decision is sent with, so that nothing later is overwritten. */
  readonly versionId: string | null;
  /** Ms since 1970. */
  readonly foundAt: number;
  /** Stands for all three sides as they are. */
  readonly shown: string;
}

export type ConflictOutcome =
  /** Stands on what the chart holds, and is sent. */
  | { readonly kind: 'send'; readonly entry: OutboxEntry; readonly base: Media & { readonly id: string }; readonly versionId: string | null; readonly current: Media }
  /** Into a chart that deleted it, as a new Media. */
  | { readonly kind: 'put-back' }
  /** Here as in the chart: what waited is dropped. */
  | { readonly kind: 'follow' };

/** The bytes of one page, under the url it has in `content.contained`. */
export interface PageContent {
  readonly url: string;
  /** In hex. */
  readonly sha256: string;
  readonly size: number;
}

/** What the engine does to the outbox after an attempt; applied in one transaction with the Media row. */
export interface SyncStore {
  /**
   * `pending` and `accepted` entries whose time has come, at most the first unsettled one of each resource (an entry behind a parked,
   * conflicting or sending one waits).
   * @param ofEachPatient at most so many of one patient, the first by `fairOrder`.
   */
  readyEntries(now: number, ofEachPatient?: number): Promise<readonly ReadyEntry[]>;
  entry(sequence: number): Promise<OutboxEntry | undefined>;
  /** Whether a resource refers to another that was made here and that the chart is not yet proven to hold: what is pending of it is `blocked`. */
  waits(id: string): Promise<boolean>;
  /** When the next entry becomes ready, ms since 1970, but for these; undefined when nothing waits for time. */
  nextAttemptAt(except?: readonly number[]): Promise<number | undefined>;
  /** Puts entries that were `sending` when the process died back to `pending`. */
  recoverInterrupted(): Promise<void>;
  saveEntry(entry: OutboxEntry): Promise<void>;
  media(mediaId: string): Promise<MediaRecord | undefined>;
  /** Whose it is; null: nobody's, or there is no such Media. */
  patientOfMedia(mediaId: string): Promise<string | null>;
  registration(id: string): Promise<RegistrationRecord | undefined>;
  /**
   * The chart answered for this entry. One transaction; when the entry is confirmed, whatever refers to it by its UUID refers to it by the chart's
   * name from then on, and may go.
   */
  settleRegistration(change: { readonly entry: OutboxEntry } & Pick<RegistrationRecord, 'serverId' | 'versionId' | 'base' | 'provenAt'>): Promise<void>;
  /** The chart has patients who may be this one: they are known here from now on, and the entry waits for a person. One transaction. */
  recordAlike(found: { readonly entry: OutboxEntry; readonly patients: readonly StoredResource<Patient>[] }): Promise<void>;
  /** The chart's id of a patient, for `Patient/<id>` references. */
  patientServerId(patientId: string): Promise<string | undefined>;
  /**
   * The chart answered for this entry: entry, base, current, server id, version and proof are written in one transaction, but only while
   * the row's `current` still equals `expectedCurrent`.
   * @returns false, with nothing written, when somebody edited the Media meanwhile: the caller reads it again and rebases.
   */
  settle(change: {
    readonly entry: OutboxEntry;
    readonly expectedCurrent: Media;
    /** Null: the chart holds it no more. */
    readonly base: Media | null;
    readonly current: Media;
    readonly serverId: string | null;
    readonly versionId: string | null;
    readonly provenAt: number | null;
    /** What the chart was found not to keep of this Media; remembered of the chart, too. Absent: nothing new is known. */
    readonly losses?: readonly Loss[];
  }): Promise<boolean>;
  /**
   * Bytes were fetched: binds them to the Media, and those of its pages that have urls of their own.
   * @param fetchedFor the Media as it was when they were asked for.
   * @returns false, with nothing written, when it has other bytes by now.
   */
  attachContent(mediaId: string, content: { readonly sha256: string; readonly size: number }, fetchedFor: Media, pages?: readonly PageContent[]): Promise<boolean>;
  /** Media whose bytes are not here yet, pinned and recent patients first; without those that made room for others, unless their patient is pinned. */
  mediaWithoutContent(limit: number, except?: readonly string[]): Promise<readonly (MediaRecord & { readonly pinned: boolean })[]>;
  /** How many bytes of contents are here; each content counts once. */
  keptContentBytes(): Promise<number>;
  /** At most so many contents that the chart is proven to hold and that may make room, the least recently used first. */
  evictableContents(limit: number): Promise<readonly { readonly sha256: string; readonly size: number }[]>;
  /** Lets go of a content in every row that names it, in one transaction. @returns those Media; none, with nothing written, when it may not go. */
  evictContent(sha256: string): Promise<readonly { readonly mediaId: string; readonly patientId: string | null }[]>;
  cursor(scope: string): Promise<string | undefined>;
  /**
   * Applies one page and moves the cursor (undefined: leaves it) in ONE transaction. A Media is recognised by its server id, else by the
   * identifier Lightbox gave it (`mediaIdentifier` in shared/fhir/capturedMedia). A version the row has already, or one older than its base
   * (meta.lastUpdated), changes nothing. A Media with unsettled local changes becomes what `mergeMedia` says; when that is a conflict its
   * row stays as it is, and the push, refused by If-Match, brings the conflict before a person. One that is before a person is brought up to date,
   * and over when nothing is contested any more.
   * @returns the Media whose rows changed.
   */
  applyPage(page: {
    readonly scope: string;
    readonly cursor: string | undefined;
    /** The chart's id of the patient whose Media were asked for. */
    readonly askedFor?: string | undefined;
    readonly patients: readonly (Patient & { readonly id: string })[];
    readonly media: readonly { readonly stored: StoredResource<Media>; readonly inlineContent: { readonly sha256: string; readonly size: number } | null; readonly deviations: readonly Deviation[] }[];
  }): Promise<readonly { readonly mediaId: string; readonly patientId: string | null }[]>;
  /** The Media of a patient, or (undefined) of all, that the chart is known to hold, in order of first being seen: at most so many of those after one and up to another, by `ordinal`. */
  mediaInChart(
    patientId: string | undefined, part: { readonly after: number; readonly upTo: number; readonly most: number },
  ): Promise<readonly { readonly mediaId: string; readonly serverId: string; readonly patientId: string | null; readonly ordinal: number }[]>;
  /** The ordinal of the Media that was first seen last; 0 when there is none. */
  lastMediaOrdinal(): Promise<number>;
  /** Those of the chart's ids that name no Media of a patient, or (undefined) of anybody, that the chart is known to hold. */
  notInChart(serverIds: readonly string[], patientId: string | undefined): Promise<readonly string[]>;
  /** Patients of the chart of whom it is not known to hold any Media. */
  patientsWithoutMedia(most: number): Promise<readonly { readonly serverId: string }[]>;
  /** The chart has it no more: it stays here. @returns false, with nothing written, while a change of it waits; then the push finds out. */
  markGone(mediaId: string, serverId: string): Promise<boolean>;
  /**
   * Both sides changed the same thing: the entry waits for a person, and what the chart holds (null: it has deleted the Media) stays here, to be
   * looked at without the chart. One transaction.
   */
  recordConflict(conflict: { readonly entry: OutboxEntry; readonly theirs: StoredResource<Media> | null }): Promise<void>;
  /** Undefined when nothing of this Media waits for a person to choose a side. */
  conflict(mediaId: string): Promise<Conflict | undefined>;
  /**
   * What a person decided, and what they decided against, in one transaction; but only while all sides are as they were shown.
   * @returns false, with nothing written, when one of them changed.
   */
  decideConflict(decision: {
    readonly mediaId: string;
    readonly shown: string;
    readonly outcome: ConflictOutcome;
    readonly setAside: readonly SetAsideItem[];
    /** Who decided. */
    readonly author: string;
  }): Promise<boolean>;
  /**
   * The patients the chart knows, pinned first, then recently used.
   * @param after only those first seen after this one, by `ordinal`.
   */
  patientsToPull(after?: number): Promise<readonly { readonly patientId: string; readonly serverId: string; readonly pinned: boolean; /** In order of first being seen, from 1 on. */ readonly ordinal: number }[]>;
}
