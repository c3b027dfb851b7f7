/**
 * libheif, as its package has it and as the build names its copy. Under the LGPL, so it stays a file of its own, unmodified, that anybody may
 * put another version in the place of.
 */
export const heifFiles = {
  'libheif.cjs': 'libheif-js/libheif-wasm/libheif.js',
  'libheif.wasm': 'libheif-js/libheif-wasm/libheif.wasm',
} as const;
