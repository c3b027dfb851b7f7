import type { DecodedCodestream, DicomCodecs } from './codecs.ts';
import { interleave } from './colour.ts';
import { dcmjsJpegDecoder, type DcmjsCodecs } from './dcmjsCodecs.ts';

/** What the compiled decoders have in common. */
interface Decoder {
  readonly getEncodedBuffer: (length: number) => Uint8Array;
  readonly decode: () => void;
  readonly getDecodedBuffer: () => Uint8Array;
  readonly getFrameInfo: () => {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned?: boolean;
  };
  readonly getInterleaveMode?: () => number;
  readonly delete: () => void;
}
type DecoderClass = new () => Decoder;

/** The libraries under the names they export; each module is loaded at its first use. */
export interface CodecModules {
  readonly charls: () => Promise<{ readonly JpegLSDecoder: DecoderClass }>;
  readonly openjpeg: () => Promise<{ readonly J2KDecoder: DecoderClass }>;
  readonly openjph: () => Promise<{ readonly HTJ2KDecoder: DecoderClass }>;
  readonly libjpeg: () => Promise<{ readonly JPEGDecoder: DecoderClass }>;
  /** A new instance each time. */
  readonly dcmjs: () => Promise<DcmjsCodecs>;
}

export function emscriptenCodecs(modules: CodecModules): DicomCodecs {
  const dcmjsJpeg = dcmjsJpegDecoder(modules.dcmjs);
  return {
    jpeg: async (bytes) => decode((await modules.libjpeg()).JPEGDecoder, bytes),
    jpegLs: async (bytes) => decode((await modules.charls()).JpegLSDecoder, bytes),
    jpeg2000: async (bytes) => decode((await modules.openjpeg()).J2KDecoder, bytes),
    htj2k: async (bytes) => decode((await modules.openjph()).HTJ2KDecoder, bytes),
    jpegExtended: dcmjsJpeg,
    jpegLossless: dcmjsJpeg,
  };
}

function decode(Class: DecoderClass, bytes: Uint8Array): DecodedCodestream {
  const decoder = new Class();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
    const decoded = decoder.getDecodedBuffer();
    const length = width * height * componentCount;
    // Copied: the buffer is the decoder's own memory.
    const buffer = decoded.slice().buffer;
    const wide = bitsPerSample > 8;
    if (buffer.byteLength < length * (wide ? 2 : 1)) throw new Error('fewer pixels than announced');
    const values = wide
      ? new (isSigned === true ? Int16Array : Uint16Array)(buffer, 0, length)
      : new (isSigned === true ? Int8Array : Uint8Array)(buffer, 0, length);
    // JPEG-LS keeps the order of the codestream: interleave mode 0 is plane by plane.
    const byPlane = componentCount === 3 && decoder.getInterleaveMode?.() === 0;
    return { width, height, components: componentCount, values: byPlane ? interleave(values, values.slice()) : values };
  } finally {
    decoder.delete();
  }
}
