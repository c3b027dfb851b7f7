import sharp, { type Metadata, type SharpOptions } from 'sharp';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { animatedPngFrames } from './animatedPngFrames.ts';
import type { Picture } from './messages.ts';

/** 0x3FFF squared, sharp's own bound: about 1 GB as RGBA. */
const largestPixels = 0x3fff * 0x3fff;

/** A picture that a decoder only warns about is shown; a cut or broken one is not. */
export const decoding: SharpOptions = { failOn: 'error', limitInputPixels: largestPixels, sequentialRead: true };

/**
 * Reads a picture's size and frames, then decodes every pixel: only what decodes whole is accepted. An animation with more pixels
 * than the bound in all its frames together is decoded in its first frame.
 * Fails with `data.too-many-pixels` or `data.undecodable`.
 */
export async function probePicture(bytes: Uint8Array): Promise<Result<Picture>> {
  const metadata = await readMetadata(bytes);
  if (!metadata) return fail('data.undecodable', { detail: 'header' });
  const pageHeight = metadata.pageHeight ?? metadata.height;
  const pages = metadata.pages ?? 1;
  const pixels = metadata.width * pageHeight;
  if (pixels > largestPixels) return fail('data.too-many-pixels', { detail: `${String(metadata.width)} x ${String(pageHeight)}` });
  if (!(await decodes(bytes, pixels * pages <= largestPixels ? pages : 1))) return fail('data.undecodable', { detail: 'pixels' });
  const lying = metadata.orientation !== undefined && metadata.orientation >= 5;
  return succeed({
    width: lying ? pageHeight : metadata.width,
    height: lying ? metadata.width : pageHeight,
    frames: Math.max(pages, animatedPngFrames(bytes)),
  });
}

async function readMetadata(bytes: Uint8Array): Promise<Metadata | undefined> {
  try {
    // Not bounded: reading a header costs nothing, and a picture that is too large is to be told from a broken one.
    return await sharp(bytes, { ...decoding, limitInputPixels: false }).metadata();
  } catch {
    return undefined;
  }
}

/** Shrinking to a few pixels without the decoders' own shortcuts reads them all and keeps none. */
async function decodes(bytes: Uint8Array, pages: number): Promise<boolean> {
  try {
    await sharp(bytes, { ...decoding, pages }).resize(16, 16, { fit: 'fill', fastShrinkOnLoad: false }).raw().toBuffer();
    return true;
  } catch {
    return false;
  }
}
