import { FailureError } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { GoneMedia } from './repositories/goneMedia.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';

/**
 * Into a chart that deleted it, as a new Media; what waited for the old one is in it. To be called inside a transaction.
 * @throws FailureError `local.blob-missing` when there are no bytes to make a new picture of.
 */
export function putBack({ media, outbox, gone }: { readonly media: MediaRows; readonly outbox: Outbox; readonly gone: GoneMedia }, mediaId: string, current: Media, at: number): void {
  const record = media.record(mediaId);
  if (!record) throw new FailureError({ code: 'local.not-found', detail: 'media' });
  if (record.contentSha256 === null) throw new FailureError({ code: 'local.blob-missing' });
  outbox.drop(mediaId);
  media.saveResource(mediaId, { current, base: null, serverId: null, versionId: null, provenAt: null });
  outbox.add({ resourceType: 'Media', resourceId: mediaId, operation: 'create', at });
  gone.remove(mediaId);
}
