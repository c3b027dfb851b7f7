import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import type { Notice } from './notice.ts';

const described = z.object({ version: z.string(), license: z.string() });

/** What the package's WebAssembly was compiled from, and it carries no texts of. Only the first is ever called. */
const parts: readonly (readonly [part: string, licence: string, file: string])[] = [
  ["Independent JPEG Group's library", 'IJG', 'build/licenses/dcmjs-codecs/ijg.txt'],
  ['better-enums', 'BSD-2-Clause', 'build/licenses/dcmjs-codecs/better-enums.txt'],
  ['Brotli', 'MIT', 'build/licenses/dcmjs-codecs/brotli.txt'],
  ['CharLS', 'BSD-3-Clause', 'build/licenses/dcmjs-codecs/charls.txt'],
  ['Highway', 'BSD-3-Clause', 'build/licenses/dcmjs-codecs/highway.txt'],
  ['libjxl', 'BSD-3-Clause', 'build/licenses/dcmjs-codecs/libjxl.txt'],
  ['OpenJPEG', 'BSD-2-Clause', 'node_modules/pdfjs-dist/wasm/LICENSE_OPENJPEG'],
  ['OpenJPH', 'BSD-2-Clause', 'build/licenses/dcmjs-codecs/openjph.txt'],
  ['skcms', 'BSD-3-Clause', 'build/licenses/dcmjs-codecs/skcms.txt'],
];

/** dcmjs-codecs is shipped as its WebAssembly alone, which the build's own list of what it bundled leaves out. */
export function dcmjsNotices(): readonly Notice[] {
  const read = (file: string) => readFileSync(projectPath(file), 'utf8');
  const { version, license } = described.parse(JSON.parse(read('node_modules/dcmjs-codecs/package.json')));
  return [
    { name: 'dcmjs-codecs', version, licence: license, text: read('node_modules/dcmjs-codecs/LICENSE.txt') },
    ...parts.map(([part, licence, file]) => ({ name: `dcmjs-codecs: ${part}`, version, licence, text: read(file) })),
  ];
}
