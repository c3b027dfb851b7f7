import type { Result } from '../../shared/errors/result.ts';
import { applyMediaEdit } from '../../shared/fhir/edit/applyMediaEdit.ts';
import { refuseMediaEdit } from '../../shared/fhir/edit/refuseMediaEdit.ts';
import type { MethodInput } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';
import { updateMedia } from './updateMedia.ts';

/**
 * Changes one field of a Media. Fails with `data.read-only-resource` where this person may not, and with `data.changed-meanwhile` where
 * the field says something else than they saw.
 */
export function editMedia(
  services: { readonly cache: Cache; readonly now: () => number; readonly authorName: string }, { mediaId, edit }: MethodInput<'media.edit'>,
): Promise<Result<MediaView>> {
  return updateMedia(services, mediaId, (media) => {
    const refused = refuseMediaEdit(media, edit, services.authorName);
    return refused === null ? applyMediaEdit(media, edit) : { ok: false, error: refused };
  });
}
