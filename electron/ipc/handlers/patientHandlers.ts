import { fail, succeed } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function patientHandlers(session: Session) {
  return {
    'patients.list': withWorkspace<'patients.list'>(session, async ({ cache }, { query, first }) => succeed([...(await cache.patients(query, first))])),
    'patients.get': withWorkspace<'patients.get'>(session, async ({ cache, now }, { patientId }) => {
      const patient = await cache.patient(patientId);
      if (!patient) return fail('local.not-found', { detail: 'patient' });
      await cache.touchPatient(patientId, now());
      return succeed(patient);
    }),
    'patients.pin': withWorkspace<'patients.pin'>(session, async ({ cache, emit }, { patientId, pinned }) => {
      await cache.pinPatient(patientId, pinned);
      emit({ topic: 'patients' });
      return succeed(undefined);
    }),
    'patients.alike': withWorkspace<'patients.alike'>(session, async ({ cache }, { patientId, details }) => succeed([...(await cache.alikePatients(details, patientId ?? undefined))])),
    'patients.register': withWorkspace<'patients.register'>(session, ({ registrations }, { patientId, details }) => registrations.registerPatient(patientId, details)),
    'patients.registration': withWorkspace<'patients.registration'>(session, async ({ cache }, { patientId }) => succeed((await cache.patientRegistration(patientId)) ?? null)),
    'patients.decide': withWorkspace<'patients.decide'>(session, ({ registrations }, { patientId, samePatientId }) => registrations.decide(patientId, samePatientId)),
    'visits.present': withWorkspace<'visits.present'>(session, async ({ cache }, { patientId }) => succeed(await cache.presentVisit(patientId))),
    'visits.start': withWorkspace<'visits.start'>(session, ({ registrations }, { patientId, ...visit }) => registrations.startVisit(patientId, visit)),
    'visits.leave': withWorkspace<'visits.leave'>(session, ({ registrations }, { visitId }) => registrations.leaveVisit(visitId)),
    'visits.drop': withWorkspace<'visits.drop'>(session, ({ registrations }, { visitId }) => registrations.dropVisit(visitId)),
  } satisfies Partial<Handlers>;
}
