import type { Media } from '../../shared/fhir/resources.ts';
import { canonicalJson } from '../../shared/sync/canonicalJson.ts';
import { comparableContent } from '../../shared/sync/canonicalMedia.ts';

/** Urls do not tell (servers sign them anew at every read) unless nothing else does. */
export function hasOtherBytes(before: Media, after: Media): boolean {
  if (before.content.hash !== undefined && before.content.hash === after.content.hash) return false;
  const bytesOf = ({ content }: Media) => {
    const { hash, size, data, url } = comparableContent(content);
    return canonicalJson({ hash, size, data, url });
  };
  return bytesOf(before) !== bytesOf(after);
}
