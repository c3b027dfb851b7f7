/** PDFium, as its package has it and as the build names its copy. */
export const pdfiumFiles = {
  'pdfium.cjs': '@embedpdf/pdfium',
  'pdfium.wasm': '@embedpdf/pdfium/pdfium.wasm',
} as const;
