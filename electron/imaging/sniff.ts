import { fileTypeFromBuffer } from 'file-type';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { contentTypeOf } from '../../shared/frames/contentTypeOf.ts';
import { familyOf } from './medium.ts';
import type { Sniffed } from './messages.ts';

/**
 * What a file is, by its bytes and never by its name. SVG and everything else that is not on the list is refused by name.
 * @param head the first bytes of the file; 64 KiB are enough.
 */
export async function sniff(head: Uint8Array): Promise<Result<Sniffed>> {
  if (head.byteLength === 0) return fail('data.empty-file');
  const contentType = contentTypeOf(head, (await fileTypeFromBuffer(head))?.mime);
  if (contentType === undefined) return fail('data.unsupported-medium', { detail: 'unknown' });
  const family = familyOf(contentType);
  return family ? succeed({ contentType, family }) : fail('data.unsupported-medium', { detail: contentType });
}
