import { applyLayerChanges } from '../../shared/annotation/noteCodec.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { MethodInput } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';
import { updateMedia } from './updateMedia.ts';

/** Writes layers into the Media's notes. Notes and elements not concerned stay as they are. */
export function saveAnnotations(cache: Cache, now: () => number, change: MethodInput<'annotations.save'>): Promise<Result<MediaView>> {
  return updateMedia({ cache, now }, change.mediaId, (media) =>
    (media.modifierExtension ?? []).length > 0 ? fail('data.read-only-resource', { detail: 'modifierExtension' }) : succeed(applyLayerChanges(media, change)),
  );
}
