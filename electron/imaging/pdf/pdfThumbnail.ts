import sharp from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { rasterSize } from '../../../shared/frames/pageRaster.ts';
import { longestSide } from '../makeThumbnail.ts';
import { openPdf } from './openPdf.ts';
import type { PdfLibrary } from './pdfLibrary.ts';

/** The first page, small: WebP. Paper has no pixels that it could be smaller than. Fails like openPdf. */
export async function pdfThumbnail(bytes: Uint8Array, library: PdfLibrary): Promise<Result<Uint8Array>> {
  const opened = openPdf(bytes, library);
  if (!opened.ok) return opened;
  const size = opened.value.sizeOf(0);
  if (size === undefined) return fail('data.undecodable', { detail: 'PDF size of page 1' });
  const first = opened.value.draw(0, rasterSize(size, longestSide / Math.max(size.width, size.height)), 'what can be drawn');
  if (!first.ok) return first;
  const { width, height, pixels } = first.value;
  try {
    return succeed(Uint8Array.from(await sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha().webp({ quality: 80 }).toBuffer()));
  } catch {
    return fail('data.undecodable', { detail: 'thumbnail' });
  }
}
