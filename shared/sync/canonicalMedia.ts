import { bytesApart, withoutBytesApart } from '../fhir/bytesApart.ts';
import type { Attachment } from '../fhir/elements.ts';
import type { Media } from '../fhir/resources.ts';
import { canonicalJson } from './canonicalJson.ts';

/**
 * The text two copies of one Media are compared by: what a person put into it, without what a server makes of its own accord
 * (`id`, `meta`, the generated narrative, the url under which it keeps the bytes).
 */
export function canonicalMedia(media: Media): string {
  const { id: _id, meta: _meta, text: _text, content, ...rest } = media;
  return canonicalJson({ ...rest, content: comparableContent(content) });
}

/**
 * An attachment as it is compared. Its url says nothing when the bytes themselves, or their size and hash, are there; else it counts without
 * its query, for servers sign their urls anew at every read.
 */
export function comparableContent(content: Attachment): Attachment {
  const { url, data, ...rest } = withoutBytesApart(content);
  const apart = bytesApart(content);
  const fixed = data !== undefined || apart !== undefined || (content.hash !== undefined && content.size !== undefined);
  return {
    ...rest,
    ...(apart !== undefined && { data: apart.bytes }),
    ...(data !== undefined && { data: data.replace(/\s+/g, '') }),
    ...(!fixed && url !== undefined && { url: url.split('?', 1)[0] }),
  };
}
