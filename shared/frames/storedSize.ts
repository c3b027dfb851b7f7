import type { Size } from '../geometry/viewTransform.ts';

/**
 * Pixels of a still as its header says, before it is turned upright: what decoding it will cost is known without decoding it.
 * @returns null where the header does not say, or this does not know the kind.
 */
export function storedSize(bytes: Uint8Array, contentType: string): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = readers[contentType]?.(view) ?? null;
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    // Cut off inside its header.
    return null;
  }
}

const readers: Readonly<Partial<Record<string, (file: DataView) => Size | null>>> = { 'image/jpeg': jpegSize, 'image/png': pngSize, 'image/webp': webpSize, 'image/avif': avifSize, 'image/bmp': bitmapSize };

/** The first frame header. ITU-T T.81, B.1.1.3 and B.2.2. */
function jpegSize(file: DataView): Size | null {
  for (let at = 2; ;) {
    if (file.getUint8(at) !== 0xff) return null;
    const marker = file.getUint8(at + 1);
    if (marker === 0xff) {
      // Markers may be filled up with it.
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: file.getUint16(at + 7), height: file.getUint16(at + 5) };
    at += 2 + file.getUint16(at + 2);
  }
}

/** IHDR comes first. PNG, 11.2.2. */
function pngSize(file: DataView): Size {
  return { width: file.getUint32(16), height: file.getUint32(20) };
}

/** RFC 9649, 2.5 to 2.7. */
function webpSize(file: DataView): Size | null {
  const at24 = (offset: number) => file.getUint16(offset, true) + file.getUint8(offset + 2) * 0x1_0000;
  switch (file.getUint32(12)) {
    case fourCharacters('VP8X'):
      return { width: at24(24) + 1, height: at24(27) + 1 };
    case fourCharacters('VP8L'): {
      const packed = file.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
    }
    case fourCharacters('VP8 '):
      return { width: file.getUint16(26, true) & 0x3fff, height: file.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

/** The largest of the items: a picture of many tiles is one beside them. ISO/IEC 23008-12, 6.5.3. */
function avifSize(file: DataView): Size | null {
  const name = fourCharacters('ispe');
  let largest: Size | null = null;
  for (let at = 0; at + 16 <= Math.min(file.byteLength, headBytes); at += 1) {
    if (file.getUint32(at) !== name) continue;
    const [width, height] = [file.getUint32(at + 8), file.getUint32(at + 12)];
    if (largest === null || width * height > largest.width * largest.height) largest = { width, height };
  }
  return largest;
}

/** A box of properties lies before the pixels. */
const headBytes = 64 * 1024;

/** BITMAPINFOHEADER and what came after it; a height below 0 says that rows go down. */
function bitmapSize(file: DataView): Size {
  return { width: file.getInt32(18, true), height: Math.abs(file.getInt32(22, true)) };
}

function fourCharacters(text: string): number {
  return Array.from(text, (character) => character.charCodeAt(0)).reduce((number, code) => number * 256 + code, 0);
}
