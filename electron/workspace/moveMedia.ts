import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { MediaEdit } from '../../shared/fhir/edit/mediaEdit.ts';
import { partForPatient } from '../../shared/fhir/edit/patientPart.ts';
import type { MethodInput } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';
import { editMedia } from './editMedia.ts';

export interface MovedMedia {
  readonly view: MediaView;
  /** What was done; its inverse takes it back. */
  readonly edit: MediaEdit;
}

/**
 * Gives a Media to another patient. Besides what `editMedia` fails with: `local.not-found` for a patient that is not here, `data.invalid-input`
 * for the one it has already, `local.blob-missing` while the chart keeps the bytes for the patient before and this computer has none to send
 * anew, and `local.work-waiting` while the chart may have taken the picture without our having heard.
 */
export async function moveMedia(
  services: { readonly cache: Cache; readonly now: () => number; readonly authorName: string }, { mediaId, from, toPatientId }: MethodInput<'media.move'>,
): Promise<Result<MovedMedia>> {
  const { cache } = services;
  const [patient, reference, rows] = [await cache.patient(toPatientId), await cache.patientReference(toPatientId), await cache.mediaRows(mediaId)];
  if (!patient || reference === undefined) return fail('local.not-found', { detail: 'patient' });
  if (!rows) return fail('local.not-found', { detail: 'media' });
  const { current, patientId, contentSha256 } = rows.record;
  if (patientId === toPatientId) return fail('data.invalid-input', { fields: [{ path: 'toPatientId', message: 'This is the patient it belongs to already.' }] });
  if (contentSha256 === null && /(?:^|\/)Binary\//.test(current.content.url ?? '')) return fail('local.blob-missing');
  const edit: MediaEdit = { element: 'subject', from, to: partForPatient(from, { reference, display: patient.name }) };
  const saved = await editMedia(services, { mediaId, edit });
  return saved.ok ? succeed({ view: saved.value, edit }) : saved;
}
