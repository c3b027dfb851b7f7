import { FailureError } from '../../errors/result.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';
import type { TransferSyntax } from '../reading/transferSyntax.ts';
import type { PixelDescription } from './pixelDescription.ts';

/** Where the frames lie, found from the bytes. */
export interface FrameRanges {
  readonly count: number;
  /** NumberOfFrames as the file claims it, 1 where it is silent. */
  readonly declared: number;
  /** The packed bytes of frame `index`; for frames of single bits `bitOffset` is where in the first byte it begins. */
  readonly frame: (index: number) => { readonly bytes: Uint8Array; readonly bitOffset: number };
}

/** More is no file of a device: a counter that lies. */
const mostFrames = 100_000;

/** @throws FailureError `data.truncated` when not one frame is whole, `data.undecodable`. */
export function findFrames(dataSet: DicomDataSet, pixelTag: string, pixels: PixelDescription, syntax: TransferSyntax): FrameRanges {
  const declared = Math.min(mostFrames, Math.max(1, Math.trunc(dataSet.decimal('00280008') ?? 1)));
  return syntax.packing === 'native' ? nativeFrames(dataSet, pixelTag, pixels, syntax, declared) : encapsulatedFrames(dataSet, pixelTag, declared);
}

function nativeFrames(dataSet: DicomDataSet, pixelTag: string, pixels: PixelDescription, syntax: TransferSyntax, declared: number): FrameRanges {
  const raw = dataSet.bytes(pixelTag) ?? new Uint8Array();
  const bytes = syntax.bigEndian && pixels.inWords ? swapped(raw) : raw;
  // Two pixels share their colour.
  const samplesPerPixel = pixels.photometric === 'YBR_FULL_422' || pixels.photometric === 'YBR_PARTIAL_422' ? 2 : pixels.samples;
  const frameBits = pixels.width * pixels.height * samplesPerPixel * pixels.bitsAllocated;
  const count = Math.min(mostFrames, Math.floor((bytes.length * 8) / frameBits));
  if (count === 0) throw new FailureError({ code: 'data.truncated', detail: `${String(bytes.length)} of ${String(Math.ceil(frameBits / 8))} bytes of the first frame` });
  return {
    // Single bits leave room for a frame of padding where frames are tiny.
    count: frameBits < 16 ? Math.min(count, declared) : count,
    declared,
    frame: (index) => {
      const start = index * frameBits;
      return { bytes: bytes.subarray(Math.floor(start / 8), Math.ceil((start + frameBits) / 8)), bitOffset: start % 8 };
    },
  };
}

function swapped(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) swapped[at] = bytes[at ^ 1] ?? 0;
  return swapped;
}

interface Piece {
  /** From the first byte behind the offset table's item. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** DICOM PS3.5, annex A.4: the basic offset table, the extended one, or none: then a frame begins where a codestream does. */
function encapsulatedFrames(dataSet: DicomDataSet, pixelTag: string, declared: number): FrameRanges {
  const { fragments, offsetTable } = dataSet.element(pixelTag)?.encapsulated ?? { fragments: [], offsetTable: [] };
  const pieces: Piece[] = fragments.map(({ offset, position, length }) => ({ offset, bytes: dataSet.at(position, length) })).filter(({ bytes }) => bytes.length > 0);
  if (pieces.length === 0) throw new FailureError({ code: 'data.truncated', detail: 'no compressed frame' });
  const starts = startsOf(pieces, declared, offsetTable, dataSet.veryLongs('7fe00001')).slice(0, mostFrames);
  const lengths = dataSet.veryLongs('7fe00002');
  return {
    count: starts.length,
    declared,
    frame: (index) => {
      const bytes = concatenate(pieces.slice(starts[index], starts[index + 1] ?? pieces.length));
      const exact = lengths.length === starts.length ? lengths[index] : undefined;
      return { bytes: exact !== undefined && exact > 0 && exact < bytes.length ? bytes.subarray(0, exact) : bytes, bitOffset: 0 };
    },
  };
}

/** The index of the first piece of each frame. */
function startsOf(pieces: readonly Piece[], declared: number, basic: readonly number[], extended: readonly number[]): readonly number[] {
  for (const table of [extended, basic]) {
    const starts = table.map((offset) => pieces.findIndex((piece) => piece.offset === offset));
    const ascending = starts.every((start, index) => start >= 0 && (index === 0 || start > (starts[index - 1] ?? 0)));
    if (starts.length > 0 && starts[0] === 0 && ascending && (starts.length > 1 || declared === 1 || pieces.length === 1)) return starts;
  }
  if (declared === 1) return [0];
  if (pieces.length === declared) return pieces.map((_, index) => index);
  const begins = pieces.flatMap(({ bytes }, index) => (index === 0 || beginsCodestream(bytes) ? [index] : []));
  return begins.length > 1 ? begins : pieces.map((_, index) => index);
}

/** SOI of JPEG and JPEG-LS, SOC and SIZ of JPEG 2000. */
function beginsCodestream(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && ((bytes[1] === 0xd8 && bytes[2] === 0xff) || (bytes[1] === 0x4f && bytes[2] === 0xff && bytes[3] === 0x51));
}

function concatenate(pieces: readonly Piece[]): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only.bytes;
  const whole = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of pieces) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}
