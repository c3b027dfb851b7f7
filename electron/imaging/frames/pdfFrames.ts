import sharp from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { rasterOf, rasterSize } from '../../../shared/frames/pageRaster.ts';
import { openPdf, type PdfPages } from '../pdf/openPdf.ts';
import type { PdfLibrary } from '../pdf/pdfLibrary.ts';
import { pngCompression, type OpenedFrames } from './openedFrames.ts';

/** The pages of a PDF as PNG, each in its own size, at the viewer's dots to an inch. Fails like openPdf. */
export async function pdfFrames(bytes: Uint8Array, library: () => Promise<PdfLibrary>): Promise<Result<OpenedFrames>> {
  const opened = openPdf(bytes, await library());
  if (!opened.ok) return opened;
  let pages: PdfPages | null = opened.value;
  const { count, sizeOf } = pages;
  const sizes = Array.from({ length: count }, (_, index) => sizeOf(index));
  const raster = rasterOf(sizes.filter((size) => size !== undefined));
  if (raster === undefined) return fail('data.undecodable', { detail: 'PDF size of its pages' });
  return succeed({
    close: () => undefined,
    description: {
      medium: 'application/pdf', ...raster.frame, bits: 8, photometric: 'RGB', frames: count,
      declaredFrames: null, cutOff: false, durationsMs: null, compression: null, storedOffset: 0,
      // How long something is on paper says nothing of how long it is on the patient.
      spacing: null,
    },
    png: async (frame) => {
      const size = sizes[frame];
      if (size === undefined) return fail('data.undecodable', { detail: `PDF page ${String(frame + 1)}` });
      // What a broken page left behind no other meets.
      const again = pages === null ? openPdf(bytes, await library()) : succeed(pages);
      if (!again.ok) return again;
      const drawn = again.value.draw(frame, rasterSize(size, raster.scale), 'whole');
      pages = drawn.ok ? again.value : null;
      if (!drawn.ok) return drawn;
      const { width, height, pixels } = drawn.value;
      return succeed(Uint8Array.from(await sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha().png(pngCompression).toBuffer()));
    },
  });
}
