import { FailureError } from '../../errors/result.ts';

/** What a codestream says of itself, read without decoding: a decoder is only started on what fits the file's own description. */
export interface CodestreamHeader {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits of a sample. */
  readonly precision: number;
  /** JPEG 2000 only. */
  readonly signed: boolean;
  /** JPEG 2000: the components are mixed (RCT, ICT), and the decoder hands out RGB. */
  readonly mixed: boolean;
  /** JPEG: the number of the SOFn marker, and where the first segment behind SOI begins. */
  readonly frameType: number;
}

const cut = () => new FailureError({ code: 'data.truncated', detail: 'codestream header' });

/**
 * JPEG and JPEG-LS: the first SOFn. ITU-T T.81, B.2.2; T.87, C.2.2.
 * @throws FailureError `data.undecodable`, `data.truncated`.
 */
export function readJpegHeader(bytes: Uint8Array): CodestreamHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new FailureError({ code: 'data.undecodable', detail: 'no JPEG codestream' });
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) throw new FailureError({ code: 'data.undecodable', detail: 'JPEG markers' });
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    // Reserved, or at home elsewhere (B.1.1.3): no decoder here reads on, and one looks at TEM (01) for ever.
    if (marker < 0xc0 || marker === 0xd8 || marker === 0xd9) throw new FailureError({ code: 'data.undecodable', detail: 'JPEG markers' });
    const isFrame = (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) || marker === 0xf7;
    if (isFrame) {
      if (at + 10 > bytes.length) throw cut();
      return {
        precision: view.getUint8(at + 4), height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: view.getUint8(at + 9),
        signed: false, mixed: false, frameType: marker - 0xc0,
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw cut();
}

/** Whether a JPEG or JPEG-LS codestream has its EOI; entropy-coded data cannot hold it. What lies behind is padding. ITU-T T.81, B.1.1.3. */
export function endsWhole(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 2; at -= 1) if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

/**
 * JPEG 2000 and HTJ2K: SIZ, and the component transformation of COD. ISO/IEC 15444-1, A.5 and A.6. A codestream wrapped as JP2, against
 * DICOM, is found in its box.
 * @throws FailureError `data.undecodable`, `data.truncated`.
 */
export function readJpeg2000Header(bytes: Uint8Array): CodestreamHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = startOfCodestream(bytes);
  const siz = start + 2;
  if (siz + 41 > bytes.length) throw cut();
  const size = (at: number) => view.getUint32(siz + at);
  const depth = view.getUint8(siz + 40);
  const components = view.getUint16(siz + 38);
  if (size(22) === 0 || size(26) === 0) throw new FailureError({ code: 'data.undecodable', detail: 'JPEG 2000 tiles' });
  for (let at = siz + 2 + view.getUint16(siz + 2); at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === 0xff90 || marker < 0xff00) break;
    if (marker !== 0xff52) continue;
    return {
      width: size(6) - size(14), height: size(10) - size(18), components, precision: (depth & 0x7f) + 1, signed: depth >= 128,
      mixed: view.getUint8(at + 8) === 1 && components >= 3, frameType: 0,
    };
  }
  throw cut();
}

function startOfCodestream(bytes: Uint8Array): number {
  const isStart = (at: number) => bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51;
  if (isStart(0)) return 0;
  const searched = Math.min(bytes.length, 65_536);
  for (let at = 1; at + 4 < searched; at += 1) if (isStart(at)) return at;
  throw new FailureError({ code: 'data.undecodable', detail: 'no JPEG 2000 codestream' });
}

const adobeMarker = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0];

/**
 * A JPEG whose decoder is told outright what its three components are, instead of guessing from markers that DICOM does not ask for.
 * Adobe Technical Note 5116: transform 0 is RGB, 1 is YCbCr; the last marker stands.
 */
export function withColourMarker(bytes: Uint8Array, colour: 'rgb' | 'ybr'): Uint8Array {
  const segment = [...adobeMarker, colour === 'ybr' ? 1 : 0];
  const marked = new Uint8Array(bytes.length + segment.length);
  marked.set(bytes.subarray(0, 2));
  marked.set(segment, 2);
  marked.set(bytes.subarray(2), 2 + segment.length);
  return marked;
}
