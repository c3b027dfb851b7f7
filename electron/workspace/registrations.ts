import { randomUUID } from 'node:crypto';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { problemsOfNewPatient, registeredPatient, type NewPatient } from '../../shared/fhir/newPatient.ts';
import { startedVisit, type NewVisit } from '../../shared/fhir/newVisit.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import type { PatientView, VisitView } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';

interface Services {
  readonly cache: Cache;
  readonly sync: Pick<SyncEngine, 'wake'>;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly emit: (event: LightboxEvent) => void;
}

/** Patients and visits that are made here, before the chart knows them. What a person did is on disk for good when it is answered. */
export class Registrations {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** @param patientId of one to be corrected; null: a new one. Fails with `data.invalid-input` naming the fields, and as the cache's `registerPatient`. */
  async registerPatient(patientId: string | null, details: NewPatient): Promise<Result<PatientView>> {
    const { cache, now } = this.#services;
    const at = now();
    const problems = Object.entries(problemsOfNewPatient(details, localDay(at)));
    if (problems.length > 0) return fail('data.invalid-input', { fields: problems.map(([path, message]) => ({ path, message })) });
    const id = patientId ?? randomUUID();
    if (patientId !== null && (await cache.patientRegistration(patientId)) === undefined) return fail('local.not-found', { detail: 'patient' });
    return this.#recorded(await cache.registerPatient({ id, patient: registeredPatient({ patientId: id, details, mrnSystem: await cache.mrnSystem() }), at }));
  }

  /** A person compared a patient made here with those of the chart. @param samePatientId null: it is none of them. */
  async decide(patientId: string, samePatientId: string | null): Promise<Result<PatientView>> {
    const { cache } = this.#services;
    return this.#recorded(await (samePatientId === null ? cache.tellApart(patientId) : cache.standFor(patientId, samePatientId)));
  }

  async startVisit(patientId: string, visit: NewVisit): Promise<Result<VisitView>> {
    const { cache, now } = this.#services;
    const subject = await cache.patientReference(patientId);
    if (subject === undefined) return fail('local.not-found', { detail: 'patient' });
    const [visitId, at] = [randomUUID(), now()];
    const started = this.#recorded(
      await cache.registerVisit({ id: visitId, patientId, visit: startedVisit({ ...visit, visitId, subject, startedAt: new Date(at).toISOString() }), at }),
    );
    if (!started.ok) return started;
    const present = await cache.presentVisit(patientId);
    return present ? succeed(present) : fail('local.not-found', { detail: 'visit' });
  }

  async leaveVisit(visitId: string): Promise<Result<undefined>> {
    await this.#services.cache.leaveVisit(visitId);
    return this.#recorded(succeed(undefined));
  }

  async dropVisit(visitId: string): Promise<Result<undefined>> {
    return this.#recorded(await this.#services.cache.dropVisit(visitId));
  }

  #recorded<Value>(done: Result<Value>): Result<Value> {
    if (!done.ok) return done;
    const { emit, sync } = this.#services;
    emit({ topic: 'patients' });
    emit({ topic: 'sync' });
    sync.wake();
    return done;
  }
}

/** YYYY-MM-DD on this computer's calendar. */
function localDay(instant: number): string {
  return new Date(instant - new Date(instant).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
