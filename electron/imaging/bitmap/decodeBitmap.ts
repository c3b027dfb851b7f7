import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { expandRuns } from './expandRuns.ts';
import { readBitmapHeader, type BitmapHeader, type ChannelMask } from './readBitmapHeader.ts';

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly compression: string | null;
  /** 4: with opacity, not multiplied in. */
  readonly channels: 3 | 4;
  readonly pixels: Uint8Array;
}

/**
 * A Windows bitmap (BMP) as RGB or RGBA of 8 bits, top row first: 1, 4, 8, 16, 24 and 32 bits a pixel, run lengths, bit fields, either direction.
 * libvips as it ships does not know the format. What a lying header can make it allocate is bounded by `mostPixels`.
 * Fails with `data.too-many-pixels`, `data.truncated`, `data.undecodable` or `data.unsupported-compression`.
 */
export function decodeBitmap(bytes: Uint8Array, mostPixels: number): Result<Bitmap> {
  const read = readBitmapHeader(bytes);
  if (!read.ok) return read;
  const header = read.value;
  const { width, height, bitsPerPixel, compression } = header;
  if (width * height > mostPixels) return fail('data.too-many-pixels', { detail: `${String(width)} x ${String(height)}` });
  const channels = bitsPerPixel >= 16 && header.masks[3] !== 0 ? 4 : 3;
  const pixels = compression === 'none' ? readRows(bytes, header, channels) : readRuns(bytes, header);
  return pixels.ok ? succeed({ width, height, bitsPerPixel, channels, compression: compression === 'none' ? null : compression, pixels: pixels.value }) : pixels;
}

function readRuns(bytes: Uint8Array, { width, height, compression, palette, pixelOffset }: BitmapHeader): Result<Uint8Array> {
  const indices = expandRuns(bytes, pixelOffset, { width, height, bits: compression === 'rle8' ? 8 : 4 });
  if (!indices.ok) return indices;
  const pixels = new Uint8Array(width * height * 3);
  // A plain loop: a hundred million calls take their time.
  for (let pixel = 0, to = 0; to < pixels.length; pixel += 1, to += 3) {
    const from = (indices.value[pixel] ?? 0) * 3;
    for (let channel = 0; channel < 3; channel += 1) pixels[to + channel] = palette[from + channel] ?? 0;
  }
  return succeed(pixels);
}

function readRows(bytes: Uint8Array, header: BitmapHeader, channels: 3 | 4): Result<Uint8Array> {
  const { width, height, bitsPerPixel, topDown, pixelOffset } = header;
  // Rows begin on a boundary of 32 bits.
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  // The last row's padding is sometimes left out.
  if (pixelOffset + stride * (height - 1) + Math.ceil((width * bitsPerPixel) / 8) > bytes.length) return fail('data.truncated', { detail: 'BMP pixels' });
  const pixels = new Uint8Array(width * height * channels);
  const readRow = rowReader(bytes, header, channels, pixels);
  for (let y = 0; y < height; y += 1) readRow(pixelOffset + stride * (topDown ? y : height - 1 - y), y * width * channels);
  if (channels === 4) showUnlessSeen(pixels);
  return succeed(pixels);
}

/** Many programs name a mask for opacity and leave its bits at 0: a picture of which nothing could be seen was meant to be seen. */
function showUnlessSeen(pixels: Uint8Array): void {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return;
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
}

type ReadRow = (from: number, to: number) => void;

function rowReader(bytes: Uint8Array, { width, bitsPerPixel, palette, masks }: BitmapHeader, channels: 3 | 4, pixels: Uint8Array): ReadRow {
  if (bitsPerPixel === 24) {
    return (from, to) => {
      for (let x = 0; x < width; x += 1) {
        for (let channel = 0; channel < 3; channel += 1) pixels[to + x * 3 + channel] = bytes[from + x * 3 + 2 - channel] ?? 0;
      }
    };
  }
  if (bitsPerPixel <= 8) {
    const perByte = 8 / bitsPerPixel;
    const most = 2 ** bitsPerPixel - 1;
    return (from, to) => {
      for (let x = 0; x < width; x += 1) {
        const shift = 8 - bitsPerPixel * ((x % perByte) + 1);
        const index = ((bytes[from + Math.floor(x / perByte)] ?? 0) >> shift) & most;
        for (let channel = 0; channel < 3; channel += 1) pixels[to + x * 3 + channel] = palette[index * 3 + channel] ?? 0;
      }
    };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scales = masks.slice(0, channels).map(channelReader);
  const step = bitsPerPixel / 8;
  return (from, to) => {
    for (let x = 0; x < width; x += 1) {
      const pixel = step === 2 ? view.getUint16(from + x * 2, true) : view.getUint32(from + x * 4, true);
      scales.forEach((read, channel) => {
        pixels[to + x * channels + channel] = read(pixel);
      });
    }
  };
}

/** A channel's bits, stretched to 0 … 255. */
function channelReader(mask: ChannelMask): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most);
}
