import { itemProperties } from '../heif/itemProperties.ts';

export interface DeclaredSize {
  readonly width: number;
  readonly height: number;
  /** Of a JPEG that comes in passes: its decoder holds the coefficients of all of it besides the pixels. */
  readonly inPasses?: true;
}

/**
 * What a picture says of its sides before anything is decoded: pixels as recorded, of the whole picture. Of several, the largest.
 * @returns undefined where it says nothing that can be read: then there is nothing to decode either.
 */
export function declaredSize(bytes: Uint8Array, contentType: string): DeclaredSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readers[contentType]?.(view, bytes);
  } catch {
    // It ends before it said so.
    return undefined;
  }
}

type ReadSize = (view: DataView, bytes: Uint8Array) => DeclaredSize | undefined;

const readers: Readonly<Record<string, ReadSize>> = {
  'image/png': (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  'image/gif': gifSize,
  'image/bmp': (view) => (view.getUint32(14, true) === 12
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }),
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
  'image/avif': avifSize,
};

/** The screen; a first picture that is larger makes it so. GIF89a, sections 18 and 20. */
function gifSize(view: DataView): DeclaredSize {
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The frame header: any of SOF0 to SOF15 that is one. ITU-T T.81, B.1.1.3 and B.2.2. */
function jpegSize(view: DataView): DeclaredSize | undefined {
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Filled up, or a mark that stands alone.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      // SOF2, 6, 10 and 14.
      return marker % 4 === 2 ? { ...size, inPasses: true } : size;
    }
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** https://developers.google.com/speed/webp/docs/riff_container; RFC 6386, 9.1; RFC 9649, 3.4. */
function webpSize(view: DataView): DeclaredSize | undefined {
  const three = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;
  switch (String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15))) {
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1 };
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

/** ISO/IEC 23008-12, 6.5.3. */
function avifSize(_view: DataView, bytes: Uint8Array): DeclaredSize | undefined {
  const sizes = itemProperties(bytes).filter(({ type, data }) => type === 'ispe' && data.length >= 12).map(({ data }) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return { width: view.getUint32(4), height: view.getUint32(8) };
  });
  return sizes.toSorted((left, right) => right.width * right.height - left.width * left.height)[0];
}
