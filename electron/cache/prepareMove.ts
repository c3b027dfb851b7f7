import { FailureError } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { subjectKey } from '../../shared/fhir/subjectKey.ts';
import type { MediaRecord } from '../../shared/sync/ports.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Patients } from './repositories/patients.ts';

/**
 * A Media is about to go to another patient. Fails with `local.not-found` when that patient is not known here, unless the chart itself named
 * him; and with `local.work-waiting` while the chart may have taken the picture for the patient before without our having heard: a second
 * attempt, under the new name, would make a second picture.
 */
export function prepareMove(
  { patients, outbox }: { readonly patients: Patients; readonly outbox: Outbox }, record: MediaRecord, moved: Media,
): void {
  const chartSaysSo = record.base !== null && subjectKey(record.base) === subjectKey(moved);
  if (!chartSaysSo && patients.idOfReference(moved.subject?.reference) === null) throw new FailureError({ code: 'local.not-found', detail: 'patient' });
  // All that waits, for an edit may stand behind the create.
  for (const entry of outbox.unsettled(record.id)) {
    const underWay = entry.state === 'sending' || entry.state === 'accepted';
    if (record.serverId === null && (underWay || entry.sentAt !== null)) throw new FailureError({ code: 'local.work-waiting', detail: 'create' });
    // Bytes that lie on the server already share the access rules of the patient before: they are sent anew, for the new one.
    if (entry.uploadedUrl !== null && !underWay) outbox.save({ ...entry, uploadedUrl: null });
  }
}
