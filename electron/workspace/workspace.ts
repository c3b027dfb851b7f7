import { readLayers, readNotes } from '../../shared/annotation/noteCodec.ts';
import { attempt, fail, succeed, type Result } from '../../shared/errors/result.ts';
import { withoutInlineBytes } from '../../shared/fhir/bytesApart.ts';
import type { LightboxEvent, MediaDetail, MethodInput } from '../../shared/ipc/contract.ts';
import type { DicomIntake } from '../../shared/ipc/dicomViews.ts';
import type { MediaView, SyncEntryView, SyncStatus } from '../../shared/ipc/views.ts';
import type { ExportReport } from '../../shared/sync/exportManifest.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';
import { holdOf } from '../../shared/sync/syncPause.ts';
import type { Cache } from '../cache/cache.ts';
import type { Imaging } from '../imaging/imaging.ts';
import type { FrameDecoder } from '../imaging/viewing/frameDecoder.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';
import type { Connections } from './connections.ts';
import { exportEntries, type ChooseFolder } from './exportEntries.ts';
import { bringBackSetAside } from './conflicts.ts';
import { editMedia } from './editMedia.ts';
import { inspectFile, takeIn } from './intake.ts';
import { moveMedia, type MovedMedia } from './moveMedia.ts';
import { Pauses, rememberedPause } from './pauses.ts';
import { Registrations } from './registrations.ts';
import { removeConnection } from './removeConnection.ts';
import { saveAnnotations } from './saveAnnotations.ts';
import type { Thumbnailer } from './thumbnailer.ts';
import type { BlobSource } from './writeExport.ts';

export interface WorkspaceServices {
  readonly cache: Cache;
  readonly blobs: BlobStore;
  readonly imaging: Imaging;
  /** Frames that the window cannot decode by itself. */
  readonly frameDecoder: FrameDecoder;
  readonly sync: SyncEngine;
  readonly connections: Connections;
  readonly thumbnailer: Thumbnailer;
  readonly blobSource: BlobSource;
  readonly chooseFolder: ChooseFolder;
  readonly authorName: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly emit: (event: LightboxEvent) => void;
}

/** One unlocked data directory and what can be done with it; what handlers and the command line call. */
export interface Workspace extends WorkspaceServices {
  readonly mediaDetail: (mediaId: string) => Promise<Result<MediaDetail>>;
  readonly withProgress: (view: MediaView) => MediaView;
  readonly takeIn: (request: MethodInput<'capture.save'>) => Promise<Result<MediaView>>;
  /** What a DICOM file proposes, and where it names another patient than this one. */
  readonly inspect: (request: MethodInput<'capture.inspect'>) => Promise<Result<DicomIntake | null>>;
  readonly saveAnnotations: (change: MethodInput<'annotations.save'>) => Promise<Result<MediaView>>;
  readonly editMedia: (request: MethodInput<'media.edit'>) => Promise<Result<MediaView>>;
  /** What was decided against in a conflict stands again, as an edit. */
  readonly bringBack: (request: MethodInput<'media.bringBack'>) => Promise<Result<MediaView>>;
  readonly registrations: Registrations;
  readonly moveMedia: (request: MethodInput<'media.move'>) => Promise<Result<MovedMedia>>;
  /** Forgets the chart and every byte of its copy here; what is not in the chart yet prevents it. */
  readonly removeConnection: () => Promise<Result<undefined>>;
  readonly syncStatus: () => Promise<SyncStatus>;
  /** What is not confirmed, and what was today, in order of recording; with how far each is and what holds it back. */
  readonly syncEntries: () => Promise<readonly SyncEntryView[]>;
  readonly syncNow: () => Promise<void>;
  readonly pauses: Pauses;
  /** Null: all that are not confirmed. @returns null when the person chose no folder. */
  readonly exportEntries: (sequences: readonly number[] | null) => Promise<Result<ExportReport | null>>;
  /** Remembered over restarts: somebody who chose to work offline stays offline. */
  readonly setOffline: (offline: boolean) => Promise<void>;
}

export const offlineSetting = 'offline';

export function createWorkspace(services: WorkspaceServices): Workspace {
  const { cache, sync, connections, emit } = services;

  const withProgress = (view: MediaView): MediaView =>
    view.safety.state === 'sending' ? { ...view, safety: { ...view.safety, progress: sync.progress(view.id) } } : view;

  const recorded = (saved: Result<MediaView>): Result<MediaView> => {
    if (!saved.ok) return saved;
    emit({ topic: 'media', mediaId: saved.value.id, patientId: saved.value.patientId });
    emit({ topic: 'patients' });
    emit({ topic: 'sync' });
    sync.wake();
    return saved;
  };

  return {
    ...services,
    withProgress,
    mediaDetail: async (mediaId) => {
      const rows = await cache.mediaRows(mediaId);
      const view = await cache.mediaView(mediaId);
      if (!rows || !view) return fail('local.not-found', { detail: 'media' });
      // A full disk is no reason not to show it.
      await attempt(() => cache.touchMedia(mediaId, services.now()));
      const patient = view.patientId === null ? undefined : await cache.patient(view.patientId);
      const { current } = rows.record;
      return succeed({
        view: withProgress(view),
        patient: patient ?? null,
        resource: withoutInlineBytes(current),
        identity: view.patientId === null ? null : ((await cache.patientIdentity(view.patientId)) ?? null),
        layers: [...readLayers(current)],
        notes: [...readNotes(current)],
        deviations: [...rows.deviations],
        losses: [...rows.losses],
      });
    },
    takeIn: async (request) => recorded(await takeIn(services, request)),
    inspect: (request) => inspectFile(services, request),
    saveAnnotations: async (change) => recorded(await saveAnnotations(cache, services.now, change)),
    editMedia: async (request) => recorded(await editMedia(services, request)),
    bringBack: async (request) => recorded(await bringBackSetAside(services, request)),
    registrations: new Registrations(services),
    moveMedia: async (request) => {
      const moved = await moveMedia(services, request);
      if (moved.ok) recorded(succeed(moved.value.view));
      return moved;
    },
    removeConnection: () => removeConnection(services),
    syncStatus: async () => {
      const [status, counts] = [sync.status(), await cache.counts()];
      return {
        ...status,
        counts: counts.outbox,
        patients: counts.patients,
        media: counts.media,
        contentMissing: counts.contentMissing,
        failure: connections.problem ?? status.failure,
      };
    },
    syncEntries: async () => {
      const pause = await rememberedPause(cache);
      return (await cache.outbox(new Date(services.now()).setHours(0, 0, 0, 0))).map((entry) => ({
        ...entry,
        progress: entry.state === 'sending' ? sync.progress(entry.resourceId) : null,
        hold: isSent(entry) ? holdOf(pause, entry.sequence, entry.bytesToSend) : null,
      }));
    },
    pauses: new Pauses(services),
    exportEntries: (sequences) => exportEntries({ ...services, blobs: services.blobSource }, sequences),
    syncNow: async () => {
      await connections.retry();
      sync.wake();
    },
    setOffline: async (offline) => {
      await cache.saveSetting(offlineSetting, offline);
      sync.setOffline(offline);
      emit({ topic: 'sync' });
    },
  };
}

/** Nothing holds back what waits for a person, or is through. */
function isSent({ state }: SyncEntryView): boolean {
  return state !== 'confirmed' && state !== 'parked' && state !== 'conflict';
}
