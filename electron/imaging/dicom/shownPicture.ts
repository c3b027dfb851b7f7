import sharp, { type Sharp } from 'sharp';
import { displayGrey } from '../../../shared/dicom/display/displayGrey.ts';
import type { DicomPixels, DicomSource } from '../../../shared/dicom/openDicom.ts';
import { uncompressedPng } from '../../../shared/pictures/uncompressedPng.ts';
import { decoding } from '../pictures/decoding.ts';

/** A frame as a screen shows it, 8 bits: grey through `window`, or the one that the file proposes for frame `frame`; colour as its profile means it. */
export function shownPicture(pixels: DicomPixels, source: DicomSource, frame: number, window?: Parameters<typeof displayGrey>[2]): Sharp {
  const { width, height } = pixels;
  if (pixels.kind === 'grey') return sharp(new Uint8Array(displayGrey(pixels.values, source.voi(frame), window).buffer), { raw: { width, height, channels: 1 } }).toColourspace('b-w');
  const most = 2 ** pixels.bits - 1;
  const samples = Uint8Array.from(pixels.values, (value) => Math.round((value * 255) / most));
  if (source.colourProfile === null) return sharp(samples, { raw: { width, height, channels: 3 } });
  // Sharp applies a profile that a file brings, not one that is told of bare pixels.
  return sharp(uncompressedPng({ width, height, pixels: withOpacity(samples), profile: source.colourProfile }), decoding).removeAlpha();
}

function withOpacity(samples: Uint8Array): Uint8Array {
  const pixels = new Uint8Array((samples.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < samples.length; from += 3, to += 4) {
    pixels[to] = samples[from] ?? 0;
    pixels[to + 1] = samples[from + 1] ?? 0;
    pixels[to + 2] = samples[from + 2] ?? 0;
  }
  return pixels;
}
