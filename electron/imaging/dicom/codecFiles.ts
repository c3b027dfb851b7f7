/** The WebAssembly of each decoder: as its package exports it, and as the build names its copy. */
export const codecFiles = {
  'charls.wasm': '@cornerstonejs/codec-charls/decodewasm',
  'openjpeg.wasm': '@cornerstonejs/codec-openjpeg/decodewasm',
  'openjph.wasm': '@cornerstonejs/codec-openjph/wasm',
  'libjpeg.wasm': '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  'dcmjs.wasm': 'dcmjs-codecs/build/dcmjs-native-codecs.wasm',
} as const;
