import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pdfiumFiles } from './pdfiumFiles.ts';
import type { PdfLibrary } from './pdfLibrary.ts';

interface Package {
  readonly init: (options: { readonly wasmBinary: Uint8Array; readonly print: (line: string) => void; readonly printErr: (line: string) => void }) => Promise<PdfLibrary>;
}

/**
 * A PDFium of its own for one file: with it goes all that it holds, and no file finds anything of another.
 * @param entry absolute path of the process's own module: the build puts the library's files beside it, else they lie in their package.
 */
export async function nodePdfLibrary(entry: string): Promise<PdfLibrary> {
  const require = createRequire(entry);
  const built = join(dirname(entry), 'codecs');
  const place = (name: keyof typeof pdfiumFiles): string => (existsSync(built) ? join(built, name) : require.resolve(pdfiumFiles[name]));
  const { init } = require(place('pdfium.cjs')) as Package;
  // Given its code it asks nobody for it; and it would print what it thinks of a file to the terminal.
  const library = await init({ wasmBinary: readFileSync(place('pdfium.wasm')), print: () => undefined, printErr: () => undefined });
  library.PDFiumExt_Init();
  return library;
}
