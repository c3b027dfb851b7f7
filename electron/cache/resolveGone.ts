import { FailureError } from '../../shared/errors/result.ts';
import type { GoneMedia } from './repositories/goneMedia.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';

/**
 * Deleted in the chart, changed here, and a person decided; to be called inside a transaction.
 * @param keep mine: it goes to the chart as a new picture. theirs: what waited is dropped, and it stays here as the chart last had it.
 * @throws FailureError `local.blob-missing` when there are no bytes to make a new picture of.
 */
export function resolveGone(
  { media, outbox, gone }: { readonly media: MediaRows; readonly outbox: Outbox; readonly gone: GoneMedia }, mediaId: string, keep: 'mine' | 'theirs', at: number,
): void {
  const record = media.record(mediaId);
  if (!record) throw new FailureError({ code: 'local.not-found', detail: 'media' });
  if (keep === 'mine' && record.contentSha256 === null) throw new FailureError({ code: 'local.blob-missing' });
  outbox.drop(mediaId);
  if (keep === 'theirs') {
    media.saveResource(mediaId, { ...record, current: record.base ?? record.current });
    gone.add(mediaId, at);
    return;
  }
  media.saveResource(mediaId, { ...record, base: null, serverId: null, versionId: null, provenAt: null });
  outbox.add({ mediaId, operation: 'create', at });
  gone.remove(mediaId);
}
