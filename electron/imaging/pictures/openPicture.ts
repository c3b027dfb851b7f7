import { fail, type Result } from '../../../shared/errors/result.ts';
import type { HeifLibrary } from '../../../shared/heif/heifLibrary.ts';
import { readAnimatedPng } from '../animatedPng/readAnimatedPng.ts';
import { animatedPngPicture } from './animatedPngPicture.ts';
import { bitmapPicture } from './bitmapPicture.ts';
import { heifPicture } from './heifPicture.ts';
import { libvipsPicture } from './libvipsPicture.ts';
import type { OpenedPicture } from './openedPicture.ts';
import { tiffPicture } from './tiffPicture.ts';

/** What decoders need that are no part of sharp. */
export interface PicturePorts {
  /** A libheif of its own for every file: what one has broken no other meets. */
  readonly heifLibrary: () => HeifLibrary;
}

/**
 * Opens a picture whose kind is known from its bytes.
 * Fails with `data.undecodable`, `data.truncated`, `data.too-many-pixels` or `data.unsupported-compression`.
 */
export async function openPicture(bytes: Uint8Array, contentType: string, ports: PicturePorts): Promise<Result<OpenedPicture>> {
  switch (contentType) {
    case 'image/bmp':
      return bitmapPicture(bytes);
    case 'image/tiff':
      return tiffPicture(bytes);
    case 'image/heic':
    case 'image/heif':
      return heifPicture(bytes, ports.heifLibrary());
    case 'image/png': {
      const animation = readAnimatedPng(bytes);
      return animation ? animatedPngPicture(animation) : libvipsPicture(bytes);
    }
    case 'image/avif':
      // A film whose frames no decoder at hand knows; the still picture that some bring along would stand for all of them.
      return String.fromCharCode(...bytes.subarray(8, 12)) === 'avis' ? fail('data.unsupported-compression', { detail: 'AVIF, sequence' }) : libvipsPicture(bytes);
    default:
      return libvipsPicture(bytes);
  }
}
