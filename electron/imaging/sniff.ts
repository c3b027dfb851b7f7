import { fileTypeFromBuffer } from 'file-type';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { familyOf } from './medium.ts';
import type { Sniffed } from './messages.ts';

/**
 * What a file is, by its bytes and never by its name. SVG and everything else that is not on the list is refused by name.
 * @param head the first bytes of the file; 64 KiB are enough.
 */
export async function sniff(head: Uint8Array): Promise<Result<Sniffed>> {
  if (head.byteLength === 0) return fail('data.empty-file');
  const mime = (await fileTypeFromBuffer(head))?.mime ?? (isTiff(head) ? 'image/tiff' : undefined);
  if (mime === undefined) return fail('data.unsupported-medium', { detail: 'unknown' });
  const contentType = mime === 'image/apng' ? 'image/png' : mime;
  const family = familyOf(contentType);
  return family ? succeed({ contentType, family }) : fail('data.unsupported-medium', { detail: contentType });
}

/** A TIFF is told from its relatives by its directory, which may stand at its end, where the head does not reach. TIFF 6.0, section 2. */
function isTiff(head: Uint8Array): boolean {
  const magic = Buffer.from(head.subarray(0, 4)).toString('latin1');
  // BigTIFF has 43 for 42.
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(magic);
}
