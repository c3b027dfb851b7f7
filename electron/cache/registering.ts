import { FailureError } from '../../shared/errors/result.ts';
import { localReference, localReferences } from '../../shared/sync/localReferences.ts';
import { uuidOfOwn } from '../../shared/fhir/ownIdentifier.ts';
import type { Encounter, Media, Patient } from '../../shared/fhir/resources.ts';
import type { SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import { keepWaits, tellWaiting, withKnownReferences } from './references.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Patients } from './repositories/patients.ts';
import type { Registrations, StoredRegistration } from './repositories/registrations.ts';
import type { Waits } from './repositories/waits.ts';

interface Repositories {
  readonly media: MediaRows;
  readonly patients: Patients;
  readonly registrations: Registrations;
  readonly outbox: Outbox;
  readonly waits: Waits;
}

/**
 * A patient whom the chart does not know yet, or a correction of one who is not on the way; to be called inside a transaction.
 * @throws FailureError `local.work-waiting` when the chart may have taken him, and `local.not-found` when he is one of the chart's.
 */
export function recordPatient(repositories: Repositories, { id, patient, at }: { readonly id: string; readonly patient: Patient; readonly at: number }): void {
  const { media, patients, registrations, outbox } = repositories;
  const known = registrations.has(id) ? unsentCreate(repositories, id) : undefined;
  patients.saveLocal(id, patient, at);
  if (known === undefined) {
    registrations.insert({ id, patientId: id, current: patient, at });
    outbox.add({ resourceType: 'Patient', resourceId: id, operation: 'create', at });
    return;
  }
  registrations.saveCurrent(id, patient);
  outbox.save(transition(transition(known, { kind: 'retried', now: at }), { kind: 'resolved', now: at }));
  media.indexPatient(id);
}

/** A visit of a patient, who may himself wait to be sent. What is recorded of him joins it from now on. To be called inside a transaction. */
export function recordVisit(repositories: Repositories, { id, patientId, visit, at }: { readonly id: string; readonly patientId: string; readonly visit: Encounter; readonly at: number }): void {
  const { registrations, outbox } = repositories;
  const before = registrations.presentVisit(patientId);
  if (before) registrations.leave(before.id, at);
  registrations.insert({ id, patientId, current: withKnownReferences(repositories, visit), at });
  keepWaits(repositories, id);
  outbox.add({ resourceType: 'Encounter', resourceId: id, operation: 'create', at });
}

/**
 * The chart is not to get this visit: what waited for it goes without. To be called inside a transaction.
 * @throws FailureError `local.work-waiting` when the chart may have taken it.
 */
export function dropVisit(repositories: Repositories, visitId: string, at: number): void {
  const { media, registrations, outbox, waits } = repositories;
  unsentCreate(repositories, visitId);
  outbox.drop(visitId);
  registrations.giveUp(visitId, at);
  for (const waiting of waits.on(visitId)) {
    const record = media.record(waiting);
    if (record) media.saveResource(waiting, { ...record, current: withoutVisit(record.current, visitId) });
    keepWaits(repositories, waiting);
  }
}

/**
 * A patient made here is one of the chart's: everything of his is that one's, and he is never sent. To be called inside a transaction.
 * @throws FailureError `local.work-waiting` when the chart may have taken him, and `local.not-found` when it does not know the other.
 */
export function standFor(repositories: Repositories, patientId: string, otherId: string, at: number): void {
  const { patients, registrations, outbox } = repositories;
  if (otherId === patientId || patients.serverId(otherId) === undefined) throw new FailureError({ code: 'local.not-found', detail: 'patient' });
  unsentCreate(repositories, patientId);
  outbox.drop(patientId);
  registrations.giveTo(patientId, otherId);
  registrations.giveUp(patientId, at);
  tellWaiting(repositories, patientId);
  patients.replace(patientId, otherId);
}

/**
 * A person says that whoever carries the same identifier is somebody else: he is sent. To be called inside a transaction.
 * @throws FailureError `local.work-waiting` when the chart took him already, and `local.not-found` when he is not on his way.
 */
export function tellApart({ registrations, outbox }: Repositories, patientId: string, at: number): void {
  const record = registrations.record(patientId);
  const [entry] = outbox.unsettled(patientId);
  if (!record || !entry) throw new FailureError({ code: 'local.not-found', detail: 'patient' });
  if (registrations.isTaken(patientId)) throw new FailureError({ code: 'local.work-waiting', detail: 'create' });
  registrations.tellApart(patientId, [...record.toldApart, ...registrations.alike(record)]);
  outbox.save(transition(transition(entry, { kind: 'resolved', now: at }), { kind: 'retried', now: at }));
}

/** See SyncStore; to be called inside a transaction. */
export function settleRegistration(repositories: Repositories, { entry, ...answer }: Parameters<SyncStore['settleRegistration']>[0], at: number): void {
  const { registrations, outbox } = repositories;
  registrations.saveAnswer(entry.resourceId, answer);
  outbox.save(entry);
  if (entry.state !== 'confirmed') return;
  const record = registrations.record(entry.resourceId);
  const twin = record && joinChart(repositories, record, at);
  tellWaiting(repositories, entry.resourceId);
  if (twin !== undefined) repositories.patients.replace(entry.resourceId, twin);
}

/**
 * The patient is the chart's from now on, and so is what the chart told of his before.
 * @returns under whose row he is known here already: the chart's own words for him were shown beside ours.
 */
function joinChart({ media, patients, registrations }: Repositories, { id, base, serverId }: StoredRegistration, at: number): string | undefined {
  if (base?.resourceType !== 'Patient' || serverId === null) return undefined;
  const twin = patients.idOfReference(`Patient/${serverId}`);
  if (twin !== null && twin !== id) {
    registrations.giveTo(id, twin);
    registrations.giveUp(id, at);
    return twin;
  }
  patients.savePulled({ ...base, id: serverId }, id);
  media.adopt(id, serverId);
  media.indexPatient(id);
  return undefined;
}

/** Whether a patient of the chart is one made here, whose sending has not ended yet: then it ends as it must, and tells of him itself. */
export function isOnItsWay({ patients, registrations, outbox }: Pick<Repositories, 'patients' | 'registrations' | 'outbox'>, patient: Patient): boolean {
  return (patient.identifier ?? []).some((identifier) => {
    const id = uuidOfOwn(identifier);
    if (id === undefined || !registrations.has(id) || patients.serverId(id) !== undefined) return false;
    return outbox.unsettled(id).some(({ state }) => state !== 'conflict');
  });
}

/** The entry of a create that cannot have had an effect. */
function unsentCreate({ registrations, outbox }: Repositories, id: string) {
  const [entry] = outbox.unsettled(id);
  const record = registrations.record(id);
  if (!entry || !record) throw new FailureError({ code: 'local.not-found', detail: 'registration' });
  // Of one in conflict the chart was asked: what it holds, was shown.
  const underWay = entry.state === 'sending' || entry.state === 'accepted' || (entry.sentAt !== null && entry.state !== 'conflict');
  if (underWay) throw new FailureError({ code: 'local.work-waiting', detail: 'create' });
  return entry;
}

function withoutVisit(media: Media, visitId: string): Media {
  if (!localReferences(media.encounter).includes(visitId)) return media;
  const { encounter: _encounter, ...rest } = media;
  return rest as Media;
}

/** @returns the Media with the visit it was taken in, unless it names another. */
export function inVisit(media: Media, visit: { readonly id: string; readonly title: string } | undefined): Media {
  return visit === undefined || media.encounter !== undefined ? media : { ...media, encounter: { reference: localReference(visit.id), display: visit.title } };
}
