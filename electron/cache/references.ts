import { FailureError } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { localReferences, withReference } from '../../shared/sync/localReferences.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Waits } from './repositories/waits.ts';

interface Repositories {
  readonly media: MediaRows;
  readonly outbox: Outbox;
  readonly waits: Waits;
}

/** The Media with the chart's references to what the chart is proven to hold by now. */
export function withKnownReferences(repositories: Repositories, resource: Media): Media {
  return localReferences(resource).reduce((media, uuid) => {
    const serverId = provenServerId(repositories, uuid);
    return serverId === undefined ? media : withReference(media, uuid, `Media/${serverId}`);
  }, resource);
}

/**
 * Keeps what a Media has to wait for, as it stands here now: the others that were made on this computer and that the chart is not proven to hold.
 * @throws FailureError `data.invalid-input` when each would wait for the other.
 */
export function keepWaits(repositories: Repositories, mediaId: string): void {
  const { media, waits } = repositories;
  const record = media.record(mediaId);
  const isHere = (uuid: string) => uuid !== mediaId && media.record(uuid) !== undefined && provenServerId(repositories, uuid) === undefined;
  const on = record ? localReferences(record.current).filter(isHere) : [];
  if (on.some((uuid) => waits.leadsTo(uuid, mediaId))) throw new FailureError({ code: 'data.invalid-input', detail: 'references in a circle' });
  waits.save(mediaId, on);
}

/** The chart is proven to hold it: those who waited refer to it by the chart's name, and may go. */
export function tellWaiting(repositories: Repositories, mediaId: string): void {
  const serverId = provenServerId(repositories, mediaId);
  if (serverId === undefined) return;
  for (const waiting of repositories.waits.on(mediaId)) {
    const record = repositories.media.record(waiting);
    if (record) repositories.media.saveResource(waiting, { ...record, current: withReference(record.current, mediaId, `Media/${serverId}`) });
    keepWaits(repositories, waiting);
  }
}

function provenServerId({ media, outbox }: Repositories, mediaId: string): string | undefined {
  const serverId = media.record(mediaId)?.serverId ?? undefined;
  return outbox.unsettled(mediaId).some(({ operation }) => operation === 'create') ? undefined : serverId;
}
