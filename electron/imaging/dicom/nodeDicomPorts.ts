import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import libjpeg from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { dcmjsCodecs, dcmjsImports } from '../../../shared/dicom/pixels/dcmjsCodecs.ts';
import { emscriptenCodecs } from '../../../shared/dicom/pixels/emscriptenCodecs.ts';
import { codecFiles } from './codecFiles.ts';

/**
 * What the DICOM decoder needs, from Node.
 * @param entry absolute path of the process's own module: the build puts the decoders' files beside it, else they lie in their packages.
 */
export function nodeDicomPorts(entry: string): DecodingPorts {
  const built = join(dirname(entry), 'codecs');
  const read = (name: keyof typeof codecFiles): Uint8Array =>
    readFileSync(existsSync(built) ? join(built, name) : createRequire(entry).resolve(codecFiles[name]));
  // They print what they think of a file to the terminal.
  const options = (name: keyof typeof codecFiles) => ({ wasmBinary: read(name), print: () => undefined, printErr: () => undefined });
  const dcmjsModule = once(() => WebAssembly.compile(read('dcmjs.wasm')));
  return {
    decodeText: (bytes, label) => new TextDecoder(label).decode(bytes),
    inflate: async (bytes, mostBytes) => inflateRawSync(bytes, { maxOutputLength: mostBytes }),
    codecs: emscriptenCodecs({
      charls: once(() => charls(options('charls.wasm'))),
      openjpeg: once(() => openjpeg(options('openjpeg.wasm'))),
      openjph: once(() => openjph(options('openjph.wasm'))),
      libjpeg: once(() => libjpeg(options('libjpeg.wasm'))),
      dcmjs: async () => dcmjsCodecs((await WebAssembly.instantiate(await dcmjsModule(), dcmjsImports)).exports),
    }),
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
