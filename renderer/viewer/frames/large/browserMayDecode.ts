import type { DeclaredSize } from '../../../../shared/pictures/declaredSize.ts';

/** Half a gigabyte as the screen wants them; what the sensors of telephones have, 108 million, is within. The browser decodes all at once, whatever is shown of it. */
const mostPixels = 115_000_000;
/** Ten bytes to the pixel instead of four. */
const mostPixelsInPasses = 50_000_000;

/** Whether the window's process has the memory for a picture of that size; asked before the browser makes room for it. */
export function browserMayDecode({ width, height, inPasses }: DeclaredSize): boolean {
  return width * height <= (inPasses === true ? mostPixelsInPasses : mostPixels);
}
