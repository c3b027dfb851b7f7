import { randomUUID } from 'node:crypto';
import { FailureError, type Result } from '../../shared/errors/result.ts';
import { detailsOfPatient } from '../../shared/fhir/newPatient.ts';
import { localReference } from '../../shared/sync/localReferences.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { CacheCalls } from './cacheCalls.ts';
import { dropVisit, recordPatient, recordVisit, settleRegistration, standFor, tellApart } from './registering.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Patients } from './repositories/patients.ts';
import type { Registrations } from './repositories/registrations.ts';
import type { Waits } from './repositories/waits.ts';

interface Parts {
  readonly repositories: { readonly media: MediaRows; readonly patients: Patients; readonly registrations: Registrations; readonly outbox: Outbox; readonly waits: Waits };
  /** One transaction, on disk for good, with the second copy of what was done to `id`. */
  readonly personsWork: <Value>(work: () => Value, id?: string) => Value;
  readonly together: <Value>(work: () => Value) => Value;
  readonly forgetProven: (entry: OutboxEntry) => void;
  readonly expected: <Value>(work: () => Value) => Result<Value>;
  readonly now: () => number;
}

type RegistrationCallName =
  | 'alikePatients' | 'mrnSystem' | 'registerPatient' | 'patientRegistration' | 'standFor' | 'tellApart' | 'patientReference'
  | 'registerVisit' | 'presentVisit' | 'leaveVisit' | 'dropVisit' | 'registration' | 'settleRegistration' | 'recordAlike';

/** The calls about patients and visits that were made here; see Cache and SyncStore for what each does. */
export function registrationCalls({ repositories, personsWork, together, forgetProven, expected, now }: Parts): Pick<CacheCalls, RegistrationCallName> {
  const { media, patients, registrations, outbox } = repositories;
  const viewOf = (patientId: string) => {
    const view = patients.view(registrations.standsFor(patientId) ?? patientId);
    if (!view) throw new FailureError({ code: 'local.not-found', detail: 'patient' });
    return view;
  };
  const presentVisit = (patientId: string) => {
    const visit = registrations.presentVisit(registrations.standsFor(patientId) ?? patientId);
    const [entry] = visit ? outbox.unsettled(visit.id) : [];
    return visit ? { id: visit.id, title: visit.title, startedAt: visit.startedAt, inChart: entry === undefined, failure: entry?.failure ?? null } : null;
  };
  return {
    alikePatients: (details, exceptId) => patients.alike(details, exceptId),
    mrnSystem: () => patients.mrnSystem(),
    patientReference: (patientId) => {
      const standing = registrations.standsFor(patientId) ?? patientId;
      const serverId = patients.serverId(standing);
      if (serverId !== undefined) return `Patient/${serverId}`;
      return registrations.has(standing) ? localReference(standing) : undefined;
    },
    registerPatient: (registered) =>
      expected(() =>
        personsWork(() => {
          recordPatient(repositories, registered);
          return viewOf(registered.id);
        }, registered.id),
      ),
    patientRegistration: (patientId) => {
      const record = registrations.record(patientId);
      const [entry] = outbox.unsettled(patientId);
      if (record?.current.resourceType !== 'Patient' || !entry) return undefined;
      const alike = registrations.alike(record).map((serverId) => patients.idOfReference(`Patient/${serverId}`)).filter((id) => id !== null).map(viewOf);
      const mayChange = entry.state !== 'sending' && entry.state !== 'accepted' && (entry.sentAt === null || entry.state === 'conflict');
      return { details: detailsOfPatient(record.current), alike, isTaken: registrations.isTaken(patientId), mayChange, sequence: entry.sequence, state: entry.state, failure: entry.failure };
    },
    standFor: (patientId, otherId) =>
      expected(() =>
        personsWork(() => {
          standFor(repositories, patientId, otherId, now());
          return viewOf(otherId);
        }, patientId),
      ),
    tellApart: (patientId) =>
      expected(() =>
        personsWork(() => {
          tellApart(repositories, patientId, now());
          return viewOf(patientId);
        }, patientId),
      ),
    registerVisit: (registered) =>
      expected(() =>
        personsWork(() => {
          const patientId = registrations.standsFor(registered.patientId) ?? registered.patientId;
          recordVisit(repositories, { ...registered, patientId });
          patients.touch(patientId, registered.at);
          return undefined;
        }, registered.id),
      ),
    presentVisit,
    leaveVisit: (visitId) => {
      personsWork(() => {
        registrations.leave(visitId, now());
      });
    },
    dropVisit: (visitId) =>
      expected(() =>
        personsWork(() => {
          dropVisit(repositories, visitId, now());
          return undefined;
        }, visitId),
      ),
    registration: (id) => {
      const record = registrations.record(id);
      return record && { ...record, alike: registrations.alike(record) };
    },
    settleRegistration: (change) => {
      together(() => {
        settleRegistration(repositories, change, now());
      });
      forgetProven(change.entry);
    },
    recordAlike: ({ entry, patients: found }) => {
      together(() => {
        for (const { resource } of found) {
          const { id } = patients.savePulled(resource, randomUUID());
          media.adopt(id, resource.id);
          media.indexPatient(id);
        }
        outbox.save(entry);
      });
    },
  };
}
