import type { Media } from '../../shared/fhir/resources.ts';
import { sameJson } from '../../shared/sync/canonicalJson.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import { mergeMedia } from '../../shared/sync/merge.ts';
import type { MediaRecord, SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import { hasOtherBytes } from './hasOtherBytes.ts';
import type { Conflicts } from './repositories/conflicts.ts';
import type { Cursors } from './repositories/cursors.ts';
import type { GoneMedia } from './repositories/goneMedia.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Patients } from './repositories/patients.ts';
import type { Registrations } from './repositories/registrations.ts';
import { isOnItsWay } from './registering.ts';

type Page = Parameters<SyncStore['applyPage']>[0];
type PulledMedia = Page['media'][number];

interface Repositories {
  readonly patients: Patients;
  readonly media: MediaRows;
  readonly outbox: Outbox;
  readonly cursors: Cursors;
  readonly gone: GoneMedia;
  readonly conflicts: Conflicts;
  readonly registrations: Registrations;
}

/**
 * What the chart answered, taken over; to be called inside a transaction.
 * @returns the Media whose rows changed.
 */
export function applyPage(repositories: Repositories, page: Page, now: number, newId: () => string): { mediaId: string; patientId: string | null }[] {
  const { patients, media, cursors } = repositories;
  const { askedFor } = page;
  // With their patients, where they are known without asking.
  const changed = new Map<string, string | null | undefined>();
  for (const patient of page.patients) {
    if (isOnItsWay(repositories, patient)) continue;
    const { id, renamed } = patients.savePulled(patient, newId());
    const adopted = media.adopt(id, patient.id);
    for (const mediaId of adopted) changed.set(mediaId, undefined);
    if (renamed || adopted.length > 0) media.indexPatient(id);
  }
  for (const pulled of page.media) {
    const theirs = pulled.stored.resource;
    const known = knownRecord(media, theirs);
    if (!known) {
      const inserted = insertMedia(repositories, pulled, now, newId(), askedFor);
      changed.set(inserted.mediaId, inserted.patientId);
      continue;
    }
    if (applyMedia(repositories, known, pulled, now, askedFor)) changed.set(known.id, undefined);
    else if (known.serverId !== theirs.id) continue;
    media.saveDeviations(known.id, pulled.deviations);
    if (repositories.gone.remove(known.id)) changed.set(known.id, undefined);
  }
  if (page.cursor !== undefined) cursors.save(page.scope, page.cursor);
  return [...changed].map(([mediaId, patientId]) => ({ mediaId, patientId: patientId === undefined ? media.patientId(mediaId) : patientId }));
}

function insertMedia({ patients, media }: Repositories, { stored, inlineContent, deviations }: PulledMedia, now: number, mediaId: string, askedFor: string | undefined): { mediaId: string; patientId: string | null } {
  const theirs = stored.resource;
  const patientId = patients.idOfReference(theirs.subject?.reference, askedFor);
  media.insert({ id: mediaId, patientId, serverId: theirs.id, versionId: stored.versionId ?? null, current: theirs, base: theirs, provenAt: now });
  if (inlineContent) media.attachContent(mediaId, inlineContent);
  if (deviations.length > 0) media.saveDeviations(mediaId, deviations);
  return { mediaId, patientId };
}

/** @returns whether the row changed. */
function applyMedia({ media, outbox, conflicts: found }: Repositories, known: MediaRecord, { stored, inlineContent }: PulledMedia, now: number, askedFor: string | undefined): boolean {
  const theirs = stored.resource;
  const versionId = stored.versionId ?? null;
  if (isOldNews(known, theirs, versionId)) return false;
  const unsettled = outbox.unsettled(known.id);
  // An attempt is on its way, and its proof reads the chart afterwards: what it reads is at least this new.
  if (unsettled.some((entry) => entry.state === 'sending')) return false;
  // A proof may have read the chart before this was written, and no page brings it again.
  if (unsettled.some((entry) => entry.state === 'accepted') && !standsOnOurs(known, theirs, versionId)) return false;

  // A create that reached the chart though its answer was lost is told from a stranger's Media by the push itself.
  if (unsettled.length > 0 && known.base === null) return false;
  const deletes = unsettled.some((entry) => entry.operation === 'delete');
  const { merged, conflicts } = unsettled.length === 0 ? { merged: theirs, conflicts: [] } : mergeMedia(known.base, known.current, theirs);
  const undecided = unsettled.find((entry) => entry.state === 'conflict');
  // What is to be deleted here is not what was decided about once the chart changed it.
  if (conflicts.length > 0 || deletes) {
    const held = undecided && found.read(known.id);
    if (!undecided || (held?.theirs && held.versionId === versionId && sameJson(held.theirs, theirs))) return false;
    found.save({ mediaId: known.id, foundAt: now, theirs, versionId });
    outbox.save({ ...undecided, failure: { code: 'server.version-conflict' } });
    return true;
  }
  if (undecided) {
    found.remove(known.id);
    outbox.save(transition(undecided, { kind: 'resolved', now }));
  }
  const provenAt = unsettled.length === 0 ? now : known.provenAt;
  media.saveResource(known.id, { current: merged, base: theirs, serverId: theirs.id, versionId, provenAt }, askedFor);
  if (inlineContent) media.attachContent(known.id, inlineContent);
  else if (known.base && hasOtherBytes(known.base, theirs)) media.detachContent(known.id);
  return true;
}

function knownRecord(media: MediaRows, theirs: Media & { readonly id: string }): MediaRecord | undefined {
  const id = media.idOfServerId(theirs.id);
  if (id !== undefined) return media.record(id);
  for (const identifier of theirs.identifier ?? []) {
    const ours = /^urn:uuid:(.+)$/.exec(identifier.value ?? '')?.[1];
    if (ours === undefined || identifier.system !== mediaIdentifier(ours).system) continue;
    const record = media.record(ours);
    // Only the row that has no other resource of the chart yet: copies may carry the same identifier.
    if (record?.serverId === null) return record;
  }
  return undefined;
}

/** Somebody wrote it after what we sent, about the same bytes: those are still to be proven. */
function standsOnOurs({ base }: MediaRecord, theirs: Media, versionId: string | null): boolean {
  if (base === null || versionId === null || hasOtherBytes(base, theirs)) return false;
  return Date.parse(theirs.meta?.lastUpdated ?? '') > Date.parse(base.meta?.lastUpdated ?? '');
}

function isOldNews(known: MediaRecord, theirs: Media, versionId: string | null): boolean {
  if (versionId !== null && versionId === known.versionId && known.base !== null) return true;
  // A chart without versions tells all of it every time.
  if (versionId === null && known.base !== null && sameJson(known.base, theirs)) return true;
  const before = Date.parse(known.base?.meta?.lastUpdated ?? '');
  return Date.parse(theirs.meta?.lastUpdated ?? '') < before;
}
