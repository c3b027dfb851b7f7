/**
 * The compiled decoders come without types: each file is a function that instantiates its WebAssembly. What they export is described where it is
 * used (emscriptenCodecs.ts).
 */
type Instantiate = <Exports>(options: {
  readonly wasmBinary: Uint8Array;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}) => Promise<Exports>;

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const instantiate: Instantiate;
  export default instantiate;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const instantiate: Instantiate;
  export default instantiate;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const instantiate: Instantiate;
  export default instantiate;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const instantiate: Instantiate;
  export default instantiate;
}
