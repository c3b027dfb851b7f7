import { applyLayerChanges } from '../../shared/annotation/noteCodec.ts';
import { fail, type Result } from '../../shared/errors/result.ts';
import type { MethodInput } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';

/** A pull may land between reading and writing; then the change is applied to what it brought. More than this is a bug. */
const attempts = 5;

/** Writes layers into the Media's notes, fact and intent in one transaction. Notes and elements not concerned stay as they are. */
export async function saveAnnotations(cache: Cache, now: () => number, change: MethodInput<'annotations.save'>): Promise<Result<MediaView>> {
  for (let attempt = 1; ; attempt += 1) {
    const rows = await cache.mediaRows(change.mediaId);
    if (!rows) return fail('local.not-found');
    if ((rows.record.current.modifierExtension ?? []).length > 0) return fail('data.read-only-resource', { detail: 'modifierExtension' });
    const saved = await cache.recordUpdate({
      mediaId: change.mediaId,
      expectedRevision: rows.revision,
      media: applyLayerChanges(rows.record.current, change),
      at: now(),
    });
    if (saved.ok || saved.error.code !== 'server.version-conflict' || attempt === attempts) return saved;
  }
}
