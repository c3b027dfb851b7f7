import { looksLikeDicom } from '../dicom/reading/readDicom.ts';

/**
 * What a file is, by its beginning: one answer for the window and for whoever takes a file in.
 * @param head its first bytes; 64 KiB are enough.
 * @param recognised what a library of signatures makes of them.
 * @returns undefined for what nobody knows.
 */
export function contentTypeOf(head: Uint8Array, recognised: string | undefined): string | undefined {
  if (recognised === 'image/apng') return 'image/png';
  if (recognised !== undefined) return recognised;
  if (isTiff(head)) return 'image/tiff';
  return looksLikeDicom(head) ? 'application/dicom' : undefined;
}

/** A TIFF is told from its relatives by its directory, which may stand at its end, where the head does not reach. TIFF 6.0, section 2. */
function isTiff([first, second, third, fourth]: Uint8Array): boolean {
  const magic = [first, second, third, fourth].map((byte) => String.fromCharCode(byte ?? 0)).join('');
  // BigTIFF has 43 (`+`) for 42 (`*`).
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(magic);
}
