import { contentPages } from '../../shared/fhir/contentPages.ts';
import type { Attachment } from '../../shared/fhir/elements.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { canonicalJson } from '../../shared/sync/canonicalJson.ts';
import { comparableContent } from '../../shared/sync/canonicalMedia.ts';

/** Urls do not tell (servers sign them anew at every read) unless nothing else does. */
export function hasOtherBytes(before: Media, after: Media): boolean {
  const [pagesBefore, pagesAfter] = [contentPages(before.content), contentPages(after.content)];
  return areOthers(before.content, after.content) || pagesBefore.length !== pagesAfter.length || pagesAfter.some((page, index) => areOthers(pagesBefore[index], page));
}

function areOthers(before: Attachment | undefined, after: Attachment): boolean {
  if (before?.hash !== undefined && before.hash === after.hash) return false;
  return bytesOf(before ?? {}) !== bytesOf(after);
}

function bytesOf(content: Attachment): string {
  const { hash, size, data, url } = comparableContent(content);
  return canonicalJson({ hash, size, data, url });
}
