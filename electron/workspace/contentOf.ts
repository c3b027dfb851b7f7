import { bytesApart } from '../../shared/fhir/bytesApart.ts';
import { contentPages } from '../../shared/fhir/contentPages.ts';
import type { Cache } from '../cache/cache.ts';

export type MediaRows = NonNullable<Awaited<ReturnType<Cache['mediaRows']>>>;

/** Where bytes lie on this computer. */
export interface ContentPlace {
  readonly sha256: string;
  /** Null where the store has to be asked. */
  readonly size: number | null;
  readonly contentType: string;
  readonly pages: number;
}

/**
 * The bytes of a Media, or of one of its pages: those that stood inside it, those the content shares with its first page, those that were fetched.
 * @param page counted from 0; null: what the Media is as a whole.
 * @returns null for what is not on this computer.
 */
export function contentOf({ record, contentSize, pageContents }: Pick<MediaRows, 'record' | 'contentSize' | 'pageContents'>, page: number | null): ContentPlace | null {
  const { content } = record.current;
  const pages = contentPages(content);
  const whole = record.contentSha256 === null ? null : { sha256: record.contentSha256, size: contentSize };
  const told = page === null ? content : pages[page];
  if (told === undefined) return null;
  const apart = page === null ? undefined : bytesApart(told);
  const shared = page === null || (told.url !== undefined && told.url === content.url);
  const place = apart !== undefined ? { sha256: apart.bytes, size: null } : shared ? whole : pageContents.find(({ url }) => url === told.url);
  return place ? { sha256: place.sha256, size: place.size, contentType: told.contentType ?? 'application/octet-stream', pages: page === null ? pages.length : 0 } : null;
}
