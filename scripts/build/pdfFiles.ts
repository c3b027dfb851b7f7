import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { projectPath } from './projectPath.ts';

/** What pdf.js asks for by name while it draws: codes of characters, the 14 fonts every reader has, decoders (none of them evaluates code), colours of print. */
const wanted: Readonly<Record<string, RegExp>> = { cmaps: /\.bcmap$/, standard_fonts: /\.(?:pfb|ttf)$/, wasm: /^(?:jbig2|openjpeg|qcms_bg)\.wasm$/, iccs: /\.icc$/ };

/** Their names as the window's build has them, and where they lie. */
export function pdfFiles(): readonly { readonly name: string; readonly path: string }[] {
  return Object.entries(wanted).flatMap(([folder, pattern]) => {
    const path = projectPath(`node_modules/pdfjs-dist/${folder}`);
    return readdirSync(path).filter((file) => pattern.test(file)).sort().map((file) => ({ name: `pdf/${folder}/${file}`, path: `${path}/${file}` }));
  });
}

/** Puts them into the build under those names (renderer/viewer/frames/pdf/openPdf.ts asks for them). */
export function pdfFilesPlugin(): Plugin {
  return {
    name: 'pdf-files',
    generateBundle() {
      for (const { name, path } of pdfFiles()) this.emitFile({ type: 'asset', fileName: name, source: readFileSync(path) });
    },
  };
}
