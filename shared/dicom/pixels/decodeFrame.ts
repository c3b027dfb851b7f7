import { FailureError } from '../../errors/result.ts';
import type { ReadingPorts } from '../reading/dataSet.ts';
import type { TransferSyntax } from '../reading/transferSyntax.ts';
import type { DecodedCodestream, DicomCodecs } from './codecs.ts';
import { endsWhole, readJpeg2000Header, readJpegHeader, withColourMarker, type CodestreamHeader } from './codestream.ts';
import { interleave, pixelsOfPairs, rgbFromYbr } from './colour.ts';
import { refuseUnfinishedScans } from './refuseUnfinishedScans.ts';
import { readBits, readCells, readFloats, storedValues } from './nativeSamples.ts';
import type { PixelDescription } from './pixelDescription.ts';
import { decodeRunLengths } from './runLengths.ts';
import { integerSamples, type IntegerSamples, type Samples } from './samples.ts';

export interface DecodingPorts extends ReadingPorts {
  readonly codecs: DicomCodecs;
}

/**
 * One frame: stored values of grey and of palettes, RGB by pixel of colour.
 * @param bitOffset where the frame begins in its first byte; frames of single bits follow each other without a gap.
 * @throws FailureError `data.undecodable`, `data.truncated`, `data.unsupported-compression`.
 */
export async function decodeFrame(
  { bytes, bitOffset }: { readonly bytes: Uint8Array; readonly bitOffset: number }, pixels: PixelDescription, syntax: TransferSyntax, ports: DecodingPorts,
): Promise<Samples> {
  const { numbers, width, height, samples } = pixels;
  const count = width * height * samples;
  switch (syntax.packing) {
    case 'native':
      return fromBytes(bytes, bitOffset, pixels, syntax.bigEndian);
    case 'deflatedFrames': {
      const most = Math.ceil((count * pixels.bitsAllocated) / 8) + 2;
      return fromBytes(await inflated(bytes, most, ports), 0, pixels, false);
    }
    case 'rle':
      if (numbers !== 'integer') break;
      if (pixels.bitsAllocated === 1) return fromBytes(decodeRunLengths(bytes, Math.ceil(count / 8), 1, 1), 0, pixels, false);
      // Segments are planes whatever the file says of their order.
      return fromBytes(decodeRunLengths(bytes, width * height, samples, pixels.bitsAllocated / 8), 0, { ...pixels, planar: samples === 3 }, false);
    case 'jpeg':
    case 'jpegLossless':
    case 'jpegLs':
      return fromCodestream(bytes, readJpegHeader(bytes), pixels, syntax, ports);
    case 'jpeg2000':
    case 'htj2k':
      return fromCodestream(bytes, readJpeg2000Header(bytes), pixels, syntax, ports);
    case null:
      break;
  }
  throw new FailureError({ code: 'data.unsupported-compression', detail: syntax.name });
}

async function inflated(bytes: Uint8Array, most: number, ports: ReadingPorts): Promise<Uint8Array> {
  try {
    return await ports.inflate(bytes, most);
  } catch (error) {
    throw new FailureError({ code: 'data.undecodable', detail: 'deflated frame' }, { cause: error });
  }
}

function fromBytes(bytes: Uint8Array, bitOffset: number, pixels: PixelDescription, bigEndian: boolean): Samples {
  const { width, height, photometric, bitsAllocated, samples } = pixels;
  const paired = photometric === 'YBR_FULL_422' && (width * height) % 2 === 0;
  const count = width * height * (paired ? 2 : samples);
  if (bytes.length * 8 < bitOffset + count * bitsAllocated) throw new FailureError({ code: 'data.truncated', detail: 'frame' });
  if (pixels.numbers !== 'integer') return readFloats(bytes, pixels.numbers === 'float' ? 32 : 64, count, bigEndian);
  const values = bitsAllocated === 1 ? readBits(bytes, bitOffset, count) : storedValues(readCells(bytes, bitsAllocated, count, bigEndian), pixels);
  if (samples === 1) return values;
  const byPixel = () => integerSamples(width * height * 3, pixels.bitsStored, pixels.signed);
  const colour = paired ? pixelsOfPairs(values, byPixel()) : pixels.planar ? interleave(values, byPixel()) : values;
  if (photometric.startsWith('YBR_FULL')) rgbFromYbr(colour, pixels.bitsStored);
  else if (photometric !== 'RGB') throw new FailureError({ code: 'data.undecodable', detail: `${photometric} without compression` });
  return colour;
}

async function fromCodestream(bytes: Uint8Array, header: CodestreamHeader, pixels: PixelDescription, syntax: TransferSyntax, ports: DecodingPorts): Promise<Samples> {
  const { width, height, components, precision } = header;
  if (width !== pixels.width || height !== pixels.height || components !== pixels.samples) {
    const size = (columns: number, rows: number, samples: number) => `${String(columns)} x ${String(rows)} x ${String(samples)}`;
    throw new FailureError({ code: 'data.undecodable', detail: `the frame is ${size(width, height, components)}, the file says ${size(pixels.width, pixels.height, pixels.samples)}` });
  }
  if (precision > 16) throw new FailureError({ code: 'data.unsupported-compression', detail: `${syntax.name}, ${String(precision)} bits` });
  const decoded = await decoding(syntax, header, () => run(bytes, header, pixels, syntax, ports.codecs));
  if (decoded.values.length !== width * height * components) throw new FailureError({ code: 'data.undecodable', detail: 'another number of pixels' });
  const values = inStoredBits(decoded.values, header, pixels);
  const handedOutAsRgb = header.mixed || (isJpeg(syntax) && !isCodedAsIs(header)) || /ICT|RCT/.test(pixels.photometric);
  if (pixels.samples === 3 && pixels.photometric.startsWith('YBR') && !handedOutAsRgb) rgbFromYbr(values, pixels.bitsStored);
  return values;
}

async function decoding(syntax: TransferSyntax, { frameType, precision }: CodestreamHeader, work: () => Promise<DecodedCodestream>): Promise<DecodedCodestream> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FailureError) throw error;
    // Decoders in WebAssembly throw numbers and strings.
    throw new FailureError({ code: 'data.undecodable', detail: `${syntax.name} (SOF${String(frameType)}, ${String(precision)} bits)` }, { cause: error });
  }
}

function run(bytes: Uint8Array, header: CodestreamHeader, pixels: PixelDescription, syntax: TransferSyntax, codecs: DicomCodecs): Promise<DecodedCodestream> {
  switch (syntax.packing) {
    case 'jpegLs':
      // The decoder looks for the missing end for ever.
      if (!endsWhole(bytes)) throw new FailureError({ code: 'data.truncated', detail: syntax.name });
      return codecs.jpegLs(bytes);
    case 'jpeg2000':
      return codecs.jpeg2000(bytes);
    case 'htj2k':
      return codecs.htj2k(bytes);
    default:
      // The marker decides, not the transfer syntax: files that call one process by the other's name are common.
      if (isCodedAsIs(header)) {
        // What is missing would be made up, without a word.
        refuseUnfinishedScans(bytes);
        return header.frameType === 3 ? codecs.jpegLossless(bytes) : codecs.jpegExtended(bytes);
      }
      if (header.precision > 8) throw new FailureError({ code: 'data.unsupported-compression', detail: `${syntax.name}, ${String(header.components)} x ${String(header.precision)} bits` });
      return codecs.jpeg(pixels.samples === 1 ? bytes : withColourMarker(bytes, pixels.photometric === 'RGB' ? 'rgb' : 'ybr'));
  }
}

function isJpeg({ packing }: TransferSyntax): boolean {
  return packing === 'jpeg' || packing === 'jpegLossless';
}

/** JPEG whose decoder leaves colours as they were coded: lossless, and 12 bits. */
function isCodedAsIs({ frameType, precision }: CodestreamHeader): boolean {
  return frameType === 3 || (frameType === 1 && precision === 12);
}

/** A codestream knows its own precision and sign; what the values mean is for the file's own description to say. */
function inStoredBits(values: IntegerSamples, header: CodestreamHeader, pixels: PixelDescription): IntegerSamples {
  const { bitsStored, signed } = pixels;
  // Those of a signed codestream carry their sign already, and fewer bits than the file announces fit it as they are.
  if (header.signed === signed && header.precision <= bitsStored) return values;
  // Lossy 12 bits around 10: what was rounded beyond the brightest value must not come back as the darkest.
  const lossyTwelve = header.frameType === 1 && header.precision === 12 && !signed;
  const within = lossyTwelve ? values.map((value) => Math.min(value, 2 ** bitsStored - 1)) : values;
  return storedValues(within, { bitsStored, highBit: bitsStored - 1, signed });
}
