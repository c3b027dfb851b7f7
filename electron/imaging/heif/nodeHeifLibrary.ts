import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { HeifLibrary } from '../../../shared/heif/heifLibrary.ts';
import { heifFiles } from './heifFiles.ts';

type Instantiate = (options: { readonly wasmBinary: Uint8Array; readonly print: (line: string) => void; readonly printErr: (line: string) => void }) => HeifLibrary;

/**
 * A libheif of its own for whoever asks, with memory of its own.
 * @param entry absolute path of the process's own module: the build puts the library's files beside it, else they lie in their package.
 */
export function nodeHeifLibrary(entry: string): HeifLibrary {
  const require = createRequire(entry);
  const built = join(dirname(entry), 'codecs');
  const place = (name: keyof typeof heifFiles): string => (existsSync(built) ? join(built, name) : require.resolve(heifFiles[name]));
  const instantiate = require(place('libheif.cjs')) as Instantiate;
  // It prints what it thinks of a file to the terminal.
  return instantiate({ wasmBinary: readFileSync(place('libheif.wasm')), print: () => undefined, printErr: () => undefined });
}
