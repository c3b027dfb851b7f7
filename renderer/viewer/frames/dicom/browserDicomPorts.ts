import charlsWasm from '@cornerstonejs/codec-charls/decodewasm?url';
import libjpegWasm from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpegWasm from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphWasm from '@cornerstonejs/codec-openjph/wasm?url';
import dcmjsWasm from 'dcmjs-codecs/build/dcmjs-native-codecs.wasm?url';
import type { DecodingPorts } from '../../../../shared/dicom/pixels/decodeFrame.ts';
import { dcmjsCodecs, dcmjsImports } from '../../../../shared/dicom/pixels/dcmjsCodecs.ts';
import { emscriptenCodecs } from '../../../../shared/dicom/pixels/emscriptenCodecs.ts';
import { inflateRaw } from './inflateRaw.ts';

const dcmjsModule = once(async () => WebAssembly.compile(await (await fetch(dcmjsWasm)).arrayBuffer()));

/** What the DICOM decoder needs, in the viewer's worker. Each codec is fetched, from our own files, for the first frame that wants it. */
export const browserDicomPorts: DecodingPorts = {
  decodeText: (bytes, label) => new TextDecoder(label).decode(bytes),
  inflate: inflateRaw,
  codecs: emscriptenCodecs({
    charls: once(() => instantiate(import('@cornerstonejs/codec-charls/decodewasmjs'), charlsWasm)),
    openjpeg: once(() => instantiate(import('@cornerstonejs/codec-openjpeg/decodewasmjs'), openjpegWasm)),
    openjph: once(() => instantiate(import('@cornerstonejs/codec-openjph/wasmjs'), openjphWasm)),
    libjpeg: once(() => instantiate(import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'), libjpegWasm)),
    dcmjs: async () => dcmjsCodecs((await WebAssembly.instantiate(await dcmjsModule(), dcmjsImports)).exports),
  }),
};

async function instantiate<Exports>(module: Promise<{ readonly default: Instantiate }>, wasm: string): Promise<Exports> {
  const response = await fetch(wasm);
  const { default: start } = await module;
  // They print what they think of a file.
  return start<Exports>({ wasmBinary: new Uint8Array(await response.arrayBuffer()), print: () => undefined, printErr: () => undefined });
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
