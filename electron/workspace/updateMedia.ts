import { fail, type Result } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';

/** A pull may land between reading and writing; then the change is applied to what it brought. More than this is a bug. */
const attempts = 5;

/** What a person did to a Media, fact and intent in one transaction. `change` may be asked again, for what a pull brought. */
export async function updateMedia(
  { cache, now }: { readonly cache: Cache; readonly now: () => number }, mediaId: string, change: (media: Media) => Result<Media>,
): Promise<Result<MediaView>> {
  for (let attempt = 1; ; attempt += 1) {
    const rows = await cache.mediaRows(mediaId);
    if (!rows) return fail('local.not-found');
    const media = change(rows.record.current);
    if (!media.ok) return media;
    const saved = await cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: media.value, at: now() });
    if (saved.ok || saved.error.code !== 'server.version-conflict' || attempt === attempts) return saved;
  }
}
