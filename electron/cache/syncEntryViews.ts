import { mediaTitle } from '../../shared/fhir/mediaView.ts';
import { visitTitle } from '../../shared/fhir/newVisit.ts';
import type { Registration } from '../../shared/fhir/registration.ts';
import type { PatientView, SyncEntryView } from '../../shared/ipc/views.ts';
import { bytesToSend } from '../../shared/sync/syncPause.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Patients } from './repositories/patients.ts';
import type { Registrations } from './repositories/registrations.ts';

/** The outbox as the sync centre shows it, in order of recording. `progress` and `hold` are left null: the engine and the settings know them. */
export function syncEntryViews(repositories: { readonly patients: Patients; readonly media: MediaRows; readonly registrations: Registrations; readonly outbox: Outbox }, confirmedSince: number): SyncEntryView[] {
  const { patients, media, registrations, outbox } = repositories;
  // Two hundred pictures of one patient are told of together.
  const views = new Map<string, PatientView | null>();
  const patientView = (patientId: string): PatientView | null => {
    const known = views.get(patientId) ?? patients.view(patientId) ?? null;
    views.set(patientId, known);
    return known;
  };
  return outbox.all(confirmedSince).map((entry) => {
    const stored = media.stored(entry.resourceId);
    const registration = stored ? undefined : registrations.record(entry.resourceId);
    const fileBytes = entry.operation === 'create' ? (stored?.contentSize ?? null) : null;
    const patientId = stored?.record.patientId ?? registration?.patientId ?? null;
    return {
      sequence: entry.sequence,
      resourceType: entry.resourceType,
      resourceId: entry.resourceId,
      operation: entry.operation,
      state: entry.state,
      title: stored ? mediaTitle(stored.record.current) : registration ? titleOf(registration.current) : '',
      patient: patientId === null ? null : patientView(patientId),
      attempts: entry.attempts,
      recordedAt: entry.recordedAt,
      nextAttemptAt: entry.state === 'pending' || entry.state === 'accepted' ? entry.nextAttemptAt || null : null,
      settledAt: entry.settledAt,
      sizeBytes: fileBytes,
      bytesToSend: bytesToSend(entry, fileBytes ?? 0),
      hold: null,
      progress: null,
      failure: entry.failure,
    };
  });
}

/** Whose it is stands beside it. */
function titleOf(registration: Registration): string {
  return registration.resourceType === 'Patient' ? 'New patient' : visitTitle(registration);
}
