import { declaredSize } from '../../../../shared/pictures/declaredSize.ts';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';

/** Half a gigabyte as the screen wants them; what the sensors of telephones have, 108 million, is within. The browser decodes all at once, whatever is shown of it. */
const mostPixels = 115_000_000;
/** Ten bytes to the pixel instead of four. */
const mostPixelsInPasses = 50_000_000;

/** Asks a picture how large it is before the browser makes room for it. Fails with `data.too-many-pixels`. */
export async function checkDeclaredSize(blob: Blob, contentType: string): Promise<Result<true>> {
  const size = declaredSize(new Uint8Array(await blob.arrayBuffer()), contentType);
  if (size === undefined || size.width * size.height <= (size.inPasses ? mostPixelsInPasses : mostPixels)) return succeed(true);
  return fail('data.too-many-pixels', { detail: `${String(size.width)} x ${String(size.height)}` });
}
