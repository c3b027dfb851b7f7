/** The compiled decoders come without types: each file is a function that instantiates its WebAssembly. What they export is typed where it is used. */
interface EmscriptenOptions {
  readonly wasmBinary: Uint8Array;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  type Decoder = import('../../../shared/dicom/pixels/emscriptenCodecs.ts').DecoderClass;
  const instantiate: (options: EmscriptenOptions) => Promise<{ readonly JpegLSDecoder: Decoder }>;
  export default instantiate;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  type Decoder = import('../../../shared/dicom/pixels/emscriptenCodecs.ts').DecoderClass;
  const instantiate: (options: EmscriptenOptions) => Promise<{ readonly J2KDecoder: Decoder }>;
  export default instantiate;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  type Decoder = import('../../../shared/dicom/pixels/emscriptenCodecs.ts').DecoderClass;
  const instantiate: (options: EmscriptenOptions) => Promise<{ readonly HTJ2KDecoder: Decoder }>;
  export default instantiate;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  type Decoder = import('../../../shared/dicom/pixels/emscriptenCodecs.ts').DecoderClass;
  const instantiate: (options: EmscriptenOptions) => Promise<{ readonly JPEGDecoder: Decoder }>;
  export default instantiate;
}
