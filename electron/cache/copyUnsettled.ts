import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { WorkCopies } from './workCopies.ts';

interface Repositories {
  readonly media: MediaRows;
  readonly outbox: Outbox;
}

/** The second copy of what waits for this Media, as it is now; none when nothing waits. */
export function copyUnsettled({ media, outbox }: Repositories, copies: WorkCopies, mediaId: string): void {
  const record = media.record(mediaId);
  const unsettled = outbox.unsettled(mediaId);
  const [first] = unsettled;
  if (!record || !first) {
    copies.forget(mediaId);
    return;
  }
  copies.keep({
    mediaId, media: record.current, contentSha256: record.contentSha256, operations: unsettled.map(({ operation }) => operation), recordedAt: first.recordedAt,
  });
}

/** After a start: copies that a kill kept from being made or removed. One of a Media the database does not know is left alone. */
export function copyAllUnsettled(repositories: Repositories, copies: WorkCopies): void {
  const waiting = waitingMedia(repositories);
  for (const mediaId of waiting) if (!copies.read(mediaId)) copyUnsettled(repositories, copies, mediaId);
  for (const mediaId of copies.mediaIds()) if (!waiting.has(mediaId) && repositories.media.record(mediaId)) copies.forget(mediaId);
}

/** Each finding names a row. */
export function copyFindings(repositories: Repositories, copies: WorkCopies): string[] {
  return [...waitingMedia(repositories)].filter((mediaId) => !copies.read(mediaId)).map((mediaId) => `${mediaId}: the second copy of what waits here cannot be read`);
}

function waitingMedia({ outbox }: Repositories): ReadonlySet<string> {
  return new Set(outbox.all().filter(({ state }) => state !== 'confirmed').map(({ mediaId }) => mediaId));
}
