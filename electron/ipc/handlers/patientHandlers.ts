import { fail, succeed } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function patientHandlers(session: Session) {
  return {
    'patients.list': withWorkspace<'patients.list'>(session, async ({ cache }, { query }) => succeed([...(await cache.patients(query))])),
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
  } satisfies Partial<Handlers>;
}
