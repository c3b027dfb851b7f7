import type { DicomPixels } from '../../../../shared/dicom/openDicom.ts';
import { uncompressedPng } from '../../../../shared/pictures/uncompressedPng.ts';

/** @param profile of its numbers; null: they are the screen's. */
export async function colourBitmap(pixels: Extract<DicomPixels, { kind: 'colour' }>, profile: Uint8Array | null): Promise<ImageBitmap> {
  const picture = colourPicture(pixels);
  if (profile === null) return createImageBitmap(picture);
  // The browser applies a profile that a file brings, and none that is told of bare pixels.
  const { width, height, data } = picture;
  const png = uncompressedPng({ width, height, pixels: new Uint8Array(data.buffer), profile });
  return createImageBitmap(new Blob([png], { type: 'image/png' }));
}

function colourPicture({ width, height, bits, values }: Extract<DicomPixels, { kind: 'colour' }>): ImageData {
  const picture = new ImageData(width, height);
  const most = 2 ** bits - 1;
  const { data } = picture;
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = ((values[from] ?? 0) * 255) / most;
    data[to + 1] = ((values[from + 1] ?? 0) * 255) / most;
    data[to + 2] = ((values[from + 2] ?? 0) * 255) / most;
    data[to + 3] = 255;
  }
  return picture;
}
