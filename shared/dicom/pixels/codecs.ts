import type { IntegerSamples } from './samples.ts';

/** A codestream's pixels as its decoder gives them, colour by pixel. */
export interface DecodedCodestream {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly values: IntegerSamples;
}

/**
 * The decoders of compressed frames. Each may reject with any error: the bytes are nobody's. None is asked twice at once.
 * WebAssembly comes in through adapters, because Node and the window find files in different ways.
 */
export interface DicomCodecs {
  /** 8-bit JPEG (SOF0, SOF1, SOF2); colour comes out as RGB. */
  readonly jpeg: (bytes: Uint8Array) => Promise<DecodedCodestream>;
  /** 12-bit JPEG (SOF1); the components are handed out as they were coded. */
  readonly jpegExtended: (bytes: Uint8Array) => Promise<DecodedCodestream>;
  /** SOF3, 2 to 16 bits; as coded, too. */
  readonly jpegLossless: (bytes: Uint8Array) => Promise<DecodedCodestream>;
  readonly jpegLs: (bytes: Uint8Array) => Promise<DecodedCodestream>;
  readonly jpeg2000: (bytes: Uint8Array) => Promise<DecodedCodestream>;
  readonly htj2k: (bytes: Uint8Array) => Promise<DecodedCodestream>;
}
