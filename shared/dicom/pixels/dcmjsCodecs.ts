import type { DecodedCodestream } from './codecs.ts';
import { readJpegHeader } from './codestream.ts';

/** What dcmjs-codecs' WebAssembly exports and JPEG needs. Contexts, parameters and buffers are addresses in its memory; sizes are bytes. */
const functions = [
  '_initialize', 'CreateDecoderParameters', 'SetConvertColorspaceToRgb', 'ReleaseDecoderParameters', 'CreateCodecsContext', 'SetBitsAllocated', 'SetBitsStored',
  'SetEncodedBufferSize', 'GetEncodedBuffer', 'DecodeJpeg', 'GetDecodedBufferSize', 'GetDecodedBuffer', 'ReleaseCodecsContext',
] as const;

export type DcmjsCodecs = Readonly<Record<(typeof functions)[number], (...numbers: readonly number[]) => number>> & { readonly memory: { readonly buffer: ArrayBuffer } };

/** @throws TypeError when the library no longer exports what is called here. */
export function dcmjsCodecs(exports: object): DcmjsCodecs {
  if (isDcmjsCodecs(exports)) return exports;
  throw new TypeError('dcmjs-codecs exports other functions');
}

function isDcmjsCodecs(exports: object): exports is DcmjsCodecs {
  const named = new Map<string, unknown>(Object.entries(exports));
  return named.has('memory') && functions.every((name) => typeof named.get(name) === 'function');
}

const ignored = () => undefined;
/** "No such function" of WASI: it has neither files nor a clock nor variables here. */
const absent = () => 52;
const giveUp = (): never => {
  throw new Error('dcmjs-codecs gave up');
};

/** What the module wants to be instantiated with. Its messages are for nobody. */
export const dcmjsImports = {
  env: { onCodecsException: giveUp, onCodecsInfo: ignored, onCodecsTrace: ignored, emscripten_notify_memory_growth: ignored },
  wasi_snapshot_preview1: {
    proc_exit: giveUp, clock_time_get: absent, fd_write: absent, fd_close: absent, fd_seek: absent, environ_get: absent, environ_sizes_get: absent,
  },
};

/**
 * Decodes JPEG with the IJG's library as the tools of DICOM have long extended it: 12 bits, and lossless up to 16.
 * @param start a new instance of the module.
 */
export function dcmjsJpegDecoder(start: () => Promise<DcmjsCodecs>): (bytes: Uint8Array) => Promise<DecodedCodestream> {
  let waiting: DcmjsCodecs | undefined;
  let usualMemory = 0;
  return async (bytes) => {
    const module = waiting ?? (await begin());
    waiting = undefined;
    const decoded = decode(module, bytes);
    // An instance that threw keeps what it held, and memory never shrinks: neither is used again.
    if (module.memory.buffer.byteLength <= usualMemory) waiting = module;
    return decoded;
  };

  async function begin(): Promise<DcmjsCodecs> {
    const module = await start();
    module._initialize();
    usualMemory = module.memory.buffer.byteLength;
    return module;
  }
}

function decode(module: DcmjsCodecs, bytes: Uint8Array): DecodedCodestream {
  const { width, height, components, precision } = readJpegHeader(bytes);
  const wide = precision > 8;
  const parameters = module.CreateDecoderParameters();
  // What the components mean is for the file to say, not for markers in the codestream.
  module.SetConvertColorspaceToRgb(parameters, 0);
  const context = module.CreateCodecsContext();
  module.SetBitsAllocated(context, wide ? 16 : 8);
  module.SetBitsStored(context, precision);
  module.SetEncodedBufferSize(context, bytes.length);
  // The buffer is asked for every time: a memory that grew has another.
  new Uint8Array(module.memory.buffer).set(bytes, module.GetEncodedBuffer(context));
  module.DecodeJpeg(context, parameters);
  const length = width * height * components * (wide ? 2 : 1);
  if (module.GetDecodedBufferSize(context) !== length) throw new Error('another number of pixels than announced');
  const start = module.GetDecodedBuffer(context);
  const buffer = module.memory.buffer.slice(start, start + length);
  module.ReleaseCodecsContext(context);
  module.ReleaseDecoderParameters(parameters);
  return { width, height, components, values: wide ? new Uint16Array(buffer) : new Uint8Array(buffer) };
}
