import type { Result } from '../../shared/errors/result.ts';
import type { Reference } from '../../shared/fhir/elements.ts';
import type { ReferringElement } from '../../shared/fhir/referable.ts';
import type { NewPatient } from '../../shared/fhir/newPatient.ts';
import type { Encounter, Media, Patient } from '../../shared/fhir/resources.ts';
import type { Deviation } from '../../shared/fhir/xcaliber/deviation.ts';
import type { SetAsideView } from '../../shared/ipc/conflictViews.ts';
import type { ChartIdentity } from '../../shared/ipc/dicomViews.ts';
import type { MediaView, PatientRegistration, PatientView, SyncEntryView, VisitView } from '../../shared/ipc/views.ts';
import type { Loss } from '../../shared/sync/loss.ts';
import type { OutboxState } from '../../shared/sync/outboxEntry.ts';
import type { MediaRecord, PageContent, SyncStore } from '../../shared/sync/ports.ts';
import type { SetAsideItem } from '../../shared/sync/setAsideItem.ts';
import type { Probe } from './repositories/media.ts';

/**
 * The encrypted offline copy of the chart. Every call runs in the cache's worker thread, so the main thread never waits for
 * the disk. Calls that record what a person did resolve only after the write-ahead log is checkpointed into the database.
 */
export interface Cache extends SyncStore {
  /** Recently used first. Empty query: all, the pinned before them. Else full text over name, MRN and birth date, prefix match. @param first so many of them; all without it. */
  readonly patients: (query: string, first?: number) => Promise<readonly PatientView[]>;
  readonly patient: (patientId: string) => Promise<PatientView | undefined>;
  /** By what the chart knows them, for what names its patient itself. */
  readonly patientIdentity: (patientId: string) => Promise<ChartIdentity | undefined>;
  readonly touchPatient: (patientId: string, at: number) => Promise<void>;
  readonly pinPatient: (patientId: string, pinned: boolean) => Promise<void>;

  /** Those here who may be the one who is meant, recently used first. @param exceptId who is being corrected. */
  readonly alikePatients: (details: NewPatient, exceptId?: string) => Promise<readonly PatientView[]>;
  /** Under which system the chart numbers its patients; undefined: those here do not say. */
  readonly mrnSystem: () => Promise<string | undefined>;
  /** How a resource made here refers to a patient: by the chart's id, or by the UUID of one whom the chart does not know yet. Undefined: not here. */
  readonly patientReference: (patientId: string) => Promise<string | undefined>;
  /**
   * A new patient and its `create` entry in one transaction; under a known id, a correction of what was not sent. Fails with `local.work-waiting`
   * when the chart may have taken it.
   */
  readonly registerPatient: (registered: { readonly id: string; readonly patient: Patient; readonly at: number }) => Promise<Result<PatientView>>;
  /** Of a patient made here, until the chart is proven to hold it. */
  readonly patientRegistration: (patientId: string) => Promise<PatientRegistration | undefined>;
  /** A person found a patient made here to be one of the chart's: all of it is that one's, and it is never sent. Fails as `registerPatient`. */
  readonly standFor: (patientId: string, otherId: string) => Promise<Result<PatientView>>;
  /** A person found those with the same identifier to be somebody else: it is sent. */
  readonly tellApart: (patientId: string) => Promise<Result<PatientView>>;
  /** A new visit and its `create` entry in one transaction; what is recorded of the patient joins it, and no longer the one before. */
  readonly registerVisit: (registered: { readonly id: string; readonly patientId: string; readonly visit: Encounter; readonly at: number }) => Promise<Result<undefined>>;
  readonly presentVisit: (patientId: string) => Promise<VisitView | null>;
  /** What is recorded from now on joins it no more. */
  readonly leaveVisit: (visitId: string) => Promise<void>;
  /** The chart is not to get it, and the pictures taken in it go without. Fails with `local.work-waiting` when the chart may have taken it. */
  readonly dropVisit: (visitId: string) => Promise<Result<undefined>>;

  /** Somebody looks at it: its bytes are the last to make room. */
  readonly touchMedia: (mediaId: string, at: number) => Promise<void>;

  /** Newest first. `safety.progress` is left null: only the sync engine knows it. */
  readonly mediaOfPatient: (patientId: string) => Promise<readonly MediaView[]>;
  readonly mediaView: (mediaId: string) => Promise<MediaView | undefined>;
  /** What Media refer to in this element: the patient's newest first, then, where it belongs to no patient, those of others; each once. */
  readonly seenReferences: (element: ReferringElement, patientId: string | null) => Promise<readonly Reference[]>;
  /** What was entered in error only where it is asked for. */
  readonly searchMedia: (query: string, limit: number, withEnteredInError?: boolean) => Promise<readonly MediaView[]>;
  readonly mediaRows: (mediaId: string) => Promise<{ readonly record: MediaRecord; readonly revision: number; readonly thumbnailSha256: string | null; readonly contentSize: number | null; readonly pageContents: readonly PageContent[]; readonly deviations: readonly Deviation[]; readonly losses: readonly Loss[] } | undefined>;
  /** Every id, for `verify` and `list`. */
  readonly mediaIds: () => Promise<readonly string[]>;
  /** SHA-256 of every blob a row names, content and thumbnails. */
  readonly namedBlobs: () => Promise<readonly string[]>;
  readonly mediaWithoutThumbnail: (limit: number) => Promise<readonly MediaRecord[]>;
  /** `sha256` null: there cannot be one (a sound, an undecodable file); it is not asked for again. */
  readonly setThumbnail: (mediaId: string, sha256: string | null, contentSha256: string) => Promise<void>;
  /** What probing the bytes found; fills width, height, frames of the view where the Media itself says nothing. */
  readonly setProbe: (mediaId: string, probe: Probe, contentSha256: string) => Promise<void>;

  /** A new Media and its `create` entry in one transaction. */
  readonly recordCapture: (capture: {
    readonly id: string; readonly patientId: string; readonly media: Media; readonly at: number;
    readonly content: { readonly sha256: string; readonly size: number };
    readonly thumbnailSha256: string | null;
    /** As for `setProbe`; without it the bytes were not looked at. */
    readonly probe?: Probe;
  }) => Promise<Result<MediaView>>;
  /** A changed Media and its entry in one transaction: merged into an entry not yet sent, else a new `update`. Fails with `server.version-conflict` when `expectedRevision` is not the current one. */
  readonly recordUpdate: (update: { readonly mediaId: string; readonly expectedRevision: number; readonly media: Media; readonly at: number }) => Promise<Result<MediaView>>;

  /** What was decided against, newest first. */
  readonly setAside: (mediaId: string) => Promise<readonly SetAsideView[]>;
  readonly addSetAside: (mediaId: string, author: string, items: readonly SetAsideItem[]) => Promise<void>;
  /** A Media the chart deleted goes into it again, as a new one and as it is given here. Fails with `data.changed-meanwhile` when the chart has it after all. */
  readonly putBack: (mediaId: string, media: Media) => Promise<Result<MediaView>>;
  readonly markBroughtBack: (id: number) => Promise<void>;

  /** What the chart was found not to keep, of whichever Media. */
  readonly losses: () => Promise<readonly Loss[]>;
  /** @param confirmedSince what was proven before this instant is left out. */
  readonly outbox: (confirmedSince?: number) => Promise<readonly SyncEntryView[]>;
  readonly counts: () => Promise<{ readonly outbox: Readonly<Record<OutboxState, number>>; readonly patients: number; readonly media: number; readonly contentMissing: number }>;

  /** Small JSON values: the connection with its secrets, the author's name, the offline switch. */
  /** The base url of the chart that pages come from now: by it a reference with an address is known to mean a patient of this chart. Not kept. */
  readonly setChartBase: (base: string | undefined) => Promise<void>;
  readonly setting: (name: string) => Promise<unknown>;
  readonly saveSetting: (name: string, value: unknown) => Promise<void>;
  /** Forgets the whole copy of the chart and the setting that names the connection, in one transaction. Fails with `local.work-waiting` while anything is not confirmed. */
  readonly forgetChart: (connectionSetting: string) => Promise<Result<undefined>>;

  /** Reads every row and page; each finding names a row, never patient data. Empty: all is well. */
  readonly verify: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}
