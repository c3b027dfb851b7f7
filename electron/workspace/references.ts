import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Reference } from '../../shared/fhir/elements.ts';
import { dayOf, referable, referenceTo } from '../../shared/fhir/referable.ts';
import type { MethodInput } from '../../shared/ipc/contract.ts';
import type { Cache } from '../cache/cache.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';

/** What other Media on this computer refer to in this element: of the same patient, and, where it belongs to no patient, of all. */
export async function seenReferences({ cache }: { readonly cache: Cache }, { mediaId, element }: MethodInput<'references.seen'>): Promise<Result<Reference[]>> {
  const view = await cache.mediaView(mediaId);
  return view ? succeed([...(await cache.seenReferences(element, view.patientId))]) : fail('local.not-found', { detail: 'media' });
}

/** What the chart has for this element, of this patient where it belongs to one; null where it cannot be asked, now or ever. */
export async function searchReferences(
  { cache, sync }: { readonly cache: Cache; readonly sync: SyncEngine }, { mediaId, element, words }: MethodInput<'references.search'>,
): Promise<Result<Reference[] | null>> {
  const view = await cache.mediaView(mediaId);
  if (!view) return fail('local.not-found', { detail: 'media' });
  const { types, ofPatient } = referable[element];
  const patient = view.patientId === null ? undefined : await cache.patientServerId(view.patientId);
  if (ofPatient && patient === undefined) return succeed(null);
  const found = await sync.searchReferences({ types, words, ...(ofPatient && { patient }) });
  if (!found.ok) return found;
  // The visit or order of today before those of years ago.
  const newestFirst = found.value?.toSorted((left, right) => dayOf(right).localeCompare(dayOf(left)));
  return succeed(newestFirst === undefined ? null : newestFirst.map(referenceTo).filter((reference) => reference !== undefined));
}
