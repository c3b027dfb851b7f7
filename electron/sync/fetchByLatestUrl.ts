import type { ErrorCode } from '../../shared/errors/errorCode.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { MediaRecord } from '../../shared/sync/ports.ts';
import { fetchContent, type FetchContext } from './fetchContent.ts';

/** What a storage was seen to say of a url that is not good any more. */
const refusals: ReadonlySet<ErrorCode> = new Set(['server.forbidden', 'server.rejected', 'server.not-found', 'server.gone']);

/**
 * Brings the bytes of a Media into the blob store. Charts sign the urls of bytes for an hour or so, and the one that is known here may have been
 * read long ago: when it is refused, the Media is read again, and its url of now is tried, if it is said to lead to the same bytes.
 */
export async function fetchByLatestUrl(context: FetchContext, { serverId, current }: MediaRecord): Promise<Result<{ readonly sha256: string; readonly size: number }>> {
  const fetched = await fetchContent(context, current.content);
  if (fetched.ok || serverId === null || !refusals.has(fetched.error.code)) return fetched;
  const latest = await context.chart.readMedia(serverId, context.signal);
  if (!latest.ok) return latest.error.code === 'local.cancelled' ? latest : fetched;
  const { content } = latest.value.resource;
  const moved = content.url !== current.content.url && content.hash === current.content.hash && content.size === current.content.size;
  return moved ? fetchContent(context, content) : fetched;
}
