import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import { subjectKey } from '../../shared/fhir/subjectKey.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { EncryptedDatabase } from '../sqlite/openEncrypted.ts';
import { Statements } from '../sqlite/statements.ts';
import { storageFailure } from '../storage/storageFailure.ts';
import { absorbTwin } from './absorbTwin.ts';
import { applyPage } from './applyPage.ts';
import type { CacheCalls } from './cacheCalls.ts';
import { decideConflict } from './decideConflict.ts';
import { copyAllUnsettled, copyFindings, copyUnsettled } from './copyUnsettled.ts';
import { forgetChart } from './forgetChart.ts';
import { hasOtherBytes } from './hasOtherBytes.ts';
import type { HighWaterMark } from './highWaterMark.ts';
import { isRepeatable } from './isRepeatable.ts';
import { recordPersonsWork } from './personsWork.ts';
import { prepareMove } from './prepareMove.ts';
import { putBack } from './putBack.ts';
import { keepWaits, tellWaiting, withKnownReferences } from './references.ts';
import { inVisit } from './registering.ts';
import { registrationCalls } from './registrationCalls.ts';
import { Conflicts } from './repositories/conflicts.ts';
import { Contents } from './repositories/contents.ts';
import { Cursors } from './repositories/cursors.ts';
import { GoneMedia } from './repositories/goneMedia.ts';
import { Losses } from './repositories/losses.ts';
import { MediaRows } from './repositories/media.ts';
import { Outbox } from './repositories/outbox.ts';
import { Patients } from './repositories/patients.ts';
import { SetAside } from './repositories/setAside.ts';
import { Registrations } from './repositories/registrations.ts';
import { Settings } from './repositories/settings.ts';
import { WaitingMedia } from './repositories/waitingMedia.ts';
import { Waits } from './repositories/waits.ts';
import { syncEntryViews } from './syncEntryViews.ts';
import { verifyCache } from './verifyCache.ts';
import type { WorkCopies } from './workCopies.ts';

/** Every call of the cache on an open database, in the worker; see Cache for what each does. */
export function createCacheStore(options: {
  readonly database: EncryptedDatabase;
  readonly mark: HighWaterMark;
  readonly copies: WorkCopies;
  readonly now: () => number;
  /** What was found wrong when the database was opened. */
  readonly findings?: readonly string[];
}): CacheCalls {
  const { database, copies, now } = options;
  const statements = new Statements(database);
  const outbox = new Outbox(statements);
  const patients = new Patients(statements, outbox);
  const registrations = new Registrations(statements);
  const gone = new GoneMedia(statements);
  const media = new MediaRows(statements, patients, outbox, gone);
  const settings = new Settings(statements);
  const cursors = new Cursors(statements);
  const waits = new Waits(statements);
  const contents = new Contents(statements);
  const waiting = new WaitingMedia(statements);
  const losses = new Losses(statements);
  const conflicts = new Conflicts(statements);
  const setAside = new SetAside(statements);
  const repositories = { patients, registrations, media, outbox, cursors, gone, conflicts, setAside, waits };

  const together = <Value>(work: () => Value): Value => database.transaction(work).immediate();
  /** What the chart told it will tell again: not worth waiting for the disk. The log stays whole, so that a power cut loses the newest pages and nothing else. */
  const repeatable = <Value>(work: () => Value): Value => {
    database.pragma('synchronous=NORMAL');
    try {
      return together(work);
    } finally {
      database.pragma('synchronous=FULL');
    }
  };
  /** @param id of what it was done to. */
  const personsWork = <Value>(work: () => Value, id?: string): Value =>
    recordPersonsWork(options, work, () => {
      if (id !== undefined) copyUnsettled(repositories, copies, id);
    });
  const forgetProven = ({ resourceId, state }: OutboxEntry): void => {
    if (state === 'confirmed' && outbox.unsettled(resourceId).length === 0) copies.forget(resourceId);
  };
  try {
    copyAllUnsettled(repositories, copies);
  } catch (error) {
    // Without room for a second copy there is still the first.
    if (!storageFailure(error)) throw error;
  }
  const existingView = (mediaId: string) => {
    const view = media.view(mediaId);
    if (!view) throw new FailureError({ code: 'local.not-found', detail: 'media' });
    return view;
  };

  return {
    ...registrationCalls({ repositories, personsWork, together, forgetProven, expected, now }),
    patients: (query, first) => patients.list(query, first),
    patient: (patientId) => patients.view(registrations.standsFor(patientId) ?? patientId),
    touchPatient: (patientId, at) => {
      patients.touch(patientId, at);
    },
    pinPatient: (patientId, pinned) => {
      personsWork(() => {
        patients.pin(patientId, pinned);
      });
    },
    patientIdentity: (patientId) => patients.identity(patientId),
    patientServerId: (patientId) => patients.serverId(patientId),
    patientsToPull: (after = 0) => patients.toPull(after),

    mediaOfPatient: (patientId) => media.viewsOfPatient(registrations.standsFor(patientId) ?? patientId),
    mediaView: (mediaId) => media.view(mediaId),
    seenReferences: (element, patientId) => media.seenReferences(element, patientId),
    searchMedia: (query, limit, withEnteredInError) => media.search(query, limit, withEnteredInError),
    mediaRows: (mediaId) => media.stored(mediaId),
    mediaIds: () => media.ids(),
    namedBlobs: () => media.namedBlobs(),
    media: (mediaId) => media.record(mediaId),
    patientOfMedia: (mediaId) => media.patientId(mediaId),
    mediaWithoutContent: (limit, except = []) => waiting.withoutContent(limit, except),
    keptContentBytes: () => contents.keptBytes(),
    evictableContents: (limit) => contents.evictable(limit),
    evictContent: (sha256) => together(() => contents.evict(sha256)),
    touchMedia: (mediaId, at) => {
      repeatable(() => {
        contents.touch(mediaId, at);
      });
    },
    mediaWithoutThumbnail: (limit) => waiting.withoutThumbnail(limit),
    setThumbnail: (mediaId, sha256, contentSha256) => {
      media.setThumbnail(mediaId, sha256, contentSha256);
    },
    setProbe: (mediaId, probe, contentSha256) => {
      media.setProbe(mediaId, probe, contentSha256);
    },
    attachContent: (mediaId, content, fetchedFor, pages = []) =>
      together(() => {
        const record = media.record(mediaId);
        if (!record || hasOtherBytes(fetchedFor, record.current)) return false;
        media.attachContent(mediaId, content);
        media.savePages(mediaId, pages);
        return true;
      }),

    recordCapture: (capture) =>
      expected(() =>
        personsWork(() => {
          // Whoever the patient was when the picture was taken, he may have been found to be another meanwhile.
          const patientId = registrations.standsFor(capture.patientId) ?? capture.patientId;
          const current = withKnownReferences(repositories, inVisit(capture.media, registrations.presentVisit(patientId)));
          media.insert({ id: capture.id, patientId, serverId: null, versionId: null, current, base: null, provenAt: null });
          keepWaits(repositories, capture.id);
          media.attachContent(capture.id, capture.content);
          if (capture.probe !== undefined) media.setProbe(capture.id, capture.probe, capture.content.sha256);
          if (capture.thumbnailSha256 !== null) media.setThumbnail(capture.id, capture.thumbnailSha256, capture.content.sha256);
          outbox.add({ resourceType: 'Media', resourceId: capture.id, operation: 'create', at: capture.at });
          patients.touch(patientId, capture.at);
          return existingView(capture.id);
        }, capture.id),
      ),
    recordUpdate: (update) =>
      expected(() =>
        personsWork(() => {
          const stored = media.stored(update.mediaId);
          if (!stored) throw new FailureError({ code: 'local.not-found', detail: 'media' });
          if (stored.revision !== update.expectedRevision) throw new FailureError({ code: 'server.version-conflict', detail: 'changed here meanwhile' });
          if (isDeepStrictEqual(stored.record.current, update.media)) return existingView(update.mediaId);
          const last = outbox.unsettled(update.mediaId).at(-1);
          if (subjectKey(stored.record.current) !== subjectKey(update.media)) prepareMove(repositories, stored.record, update.media);
          media.saveResource(update.mediaId, { ...stored.record, current: withKnownReferences(repositories, update.media) });
          keepWaits(repositories, update.mediaId);
          if (last?.operation === 'delete') throw new FailureError({ code: 'data.read-only-resource', detail: 'deleted' });
          // What an attempt carries can no longer be changed; an entry that waits, for time or for a person, takes this along.
          if (!last || last.state === 'sending' || last.state === 'accepted') outbox.add({ resourceType: 'Media', resourceId: update.mediaId, operation: 'update', at: update.at });
          return existingView(update.mediaId);
        }, update.mediaId),
      ),

    outbox: (confirmedSince = 0) => syncEntryViews(repositories, confirmedSince),
    readyEntries: (instant, ofEachPatient = Number.MAX_SAFE_INTEGER) => outbox.ready(instant, ofEachPatient),
    entry: (sequence) => outbox.entry(sequence),
    waits: (id) => waits.has(id),
    nextAttemptAt: (except = []) => outbox.nextAttemptAt(except),
    recoverInterrupted: () => {
      outbox.recoverInterrupted();
    },
    saveEntry: (entry) => {
      (isRepeatable(entry) ? repeatable : together)(() => {
        outbox.save(entry);
      });
      forgetProven(entry);
    },
    settle: (change) => {
      const settled = repeatable(() => {
        const record = media.record(change.entry.resourceId);
        if (!record || !isDeepStrictEqual(record.current, change.expectedCurrent)) return false;
        const twin = change.serverId === null ? undefined : media.idOfServerId(change.serverId);
        if (twin !== undefined && twin !== record.id && !absorbTwin({ statements, outbox }, record.id, twin)) {
          outbox.save({ ...change.entry, state: 'parked', failure: { code: 'server.duplicate', detail: 'known here twice' } });
          return true;
        }
        media.saveResource(change.entry.resourceId, change);
        outbox.save(change.entry);
        if (change.entry.state === 'confirmed') tellWaiting(repositories, change.entry.resourceId);
        if (change.losses) {
          media.saveLosses(change.entry.resourceId, change.losses);
          losses.save(change.losses, now());
        }
        return true;
      });
      if (settled) forgetProven(change.entry);
      return settled;
    },
    losses: () => losses.all(),
    mediaInChart: (patientId, part) => gone.inChart(patientId, part),
    lastMediaOrdinal: () => media.lastOrdinal(),
    notInChart: (serverIds, patientId) => gone.notInChart(serverIds, patientId),
    patientsWithoutMedia: (most) => patients.withoutMedia(most),
    markGone: (mediaId, serverId) =>
      together(() => media.record(mediaId)?.serverId === serverId && outbox.unsettled(mediaId).length === 0 && gone.add(mediaId, now())),
    recordConflict: ({ entry, theirs }) => {
      together(() => {
        outbox.save(entry);
        conflicts.save({ mediaId: entry.resourceId, foundAt: now(), theirs: theirs?.resource ?? null, versionId: theirs?.versionId ?? null });
      });
    },
    conflict: (mediaId) => {
      const [entry, record, held] = [outbox.unsettled(mediaId).find(({ state }) => state === 'conflict'), media.record(mediaId), conflicts.read(mediaId)];
      return entry && record && held && { entry, record, ...held };
    },
    decideConflict: (decision) =>
      personsWork(() => {
        const decided = decideConflict(repositories, decision, now());
        keepWaits(repositories, decision.mediaId);
        return decided;
      }, decision.mediaId),
    setAside: (mediaId) => setAside.list(mediaId),
    putBack: (mediaId, current) =>
      expected(() =>
        personsWork(() => {
          if (!gone.has(mediaId)) throw new FailureError({ code: 'data.changed-meanwhile', detail: 'not deleted' });
          putBack(repositories, mediaId, current, now());
          return existingView(mediaId);
        }, mediaId),
      ),
    markBroughtBack: (id) => {
      personsWork(() => {
        setAside.markBroughtBack(id, now());
      });
    },
    addSetAside: (mediaId, author, items) => {
      personsWork(() => {
        setAside.add(mediaId, { at: now(), author, items });
      });
    },
    cursor: (scope) => cursors.read(scope),
    applyPage: (page) => repeatable(() => applyPage(repositories, page, now(), randomUUID)),
    counts: () => ({ outbox: outbox.counts(), patients: patients.count(), media: media.count(), contentMissing: waiting.countWithoutContent() }),

    setChartBase: (base) => {
      patients.chartBase = base;
    },
    setting: (name) => settings.read(name),
    saveSetting: (name, value) => {
      personsWork(() => {
        settings.save(name, value);
      });
    },
    forgetChart: (connectionSetting) =>
      expected(() =>
        personsWork(() => {
          forgetChart(database);
          settings.save(connectionSetting, undefined);
          return undefined;
        }),
      ),
    verify: () => [...(options.findings ?? []), ...verifyCache(database, () => copyFindings(repositories, copies))],
  };
}

function expected<Value>(work: () => Value): Result<Value> {
  try {
    return succeed(work());
  } catch (error) {
    const failure = storageFailure(error);
    if (!failure) throw error;
    return { ok: false, error: failure };
  }
}
