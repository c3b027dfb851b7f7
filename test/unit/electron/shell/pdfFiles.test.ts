import { extname } from 'node:path';
import { expect, it } from 'vitest';
import { typeOfFile } from '../../../../electron/shell/mediaTypes.ts';
import { pdfFiles } from '../../../../scripts/build/pdfFiles.ts';

it('whatever pdf.js asks for by name is served, and none of it is a script', () => {
  const types = new Map(pdfFiles().map(({ name }) => [extname(name), typeOfFile(extname(name))]));
  expect(Object.fromEntries(types)).toEqual({ '.bcmap': 'application/octet-stream', '.icc': 'application/octet-stream', '.pfb': 'application/octet-stream', '.ttf': 'font/ttf', '.wasm': 'application/wasm' });
  for (const needed of ['pdf/standard_fonts/LiberationSans-Regular.ttf', 'pdf/cmaps/UniJIS-UCS2-H.bcmap', 'pdf/wasm/openjpeg.wasm', 'pdf/wasm/jbig2.wasm', 'pdf/wasm/qcms_bg.wasm']) {
    expect(pdfFiles().map(({ name }) => name)).toContain(needed);
  }
});
