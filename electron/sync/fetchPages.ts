import { succeed, type Result } from '../../shared/errors/result.ts';
import { bytesApart } from '../../shared/fhir/bytesApart.ts';
import { contentPages } from '../../shared/fhir/contentPages.ts';
import type { MediaRecord, PageContent } from '../../shared/sync/ports.ts';
import { fetchContent, type FetchContext } from './fetchContent.ts';

/**
 * Brings the bytes of a Media's pages into the blob store, one after the other: those that do not stand inside it and are not its content's. A page that cannot be had fails
 * them all; what was fetched of it is gone on with.
 */
export async function fetchPages(context: FetchContext, { current }: MediaRecord): Promise<Result<readonly PageContent[]>> {
  const fetched: PageContent[] = [];
  for (const page of contentPages(current.content)) {
    const { url } = page;
    if (url === undefined || url === current.content.url || bytesApart(page) !== undefined || fetched.some((other) => other.url === url)) continue;
    const bytes = await fetchContent({ ...context, key: `${context.key}.page${String(fetched.length)}` }, page);
    if (!bytes.ok) return bytes;
    fetched.push({ url, ...bytes.value });
  }
  return succeed(fetched);
}
