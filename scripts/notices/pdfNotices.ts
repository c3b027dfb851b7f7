import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import type { Notice } from './notice.ts';

const described = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** What scripts/build/pdfFiles.ts puts beside the bundles, by the licence that lies beside it. */
const parts: readonly (readonly [name: string, licence: string, file: string])[] = [
  ['character maps', 'BSD-3-Clause', 'cmaps/LICENSE'],
  ['Foxit fonts', 'BSD-3-Clause', 'standard_fonts/LICENSE_FOXIT'],
  ['Liberation fonts', 'OFL-1.1', 'standard_fonts/LICENSE_LIBERATION'],
  ['colour profile', 'CC0-1.0', 'iccs/LICENSE'],
  ['JBIG2 decoder of PDFium', 'BSD-3-Clause', 'wasm/LICENSE_JBIG2'],
  ['JBIG2 decoder', 'Apache-2.0', 'wasm/LICENSE_PDFJS_JBIG2'],
  ['OpenJPEG', 'BSD-2-Clause', 'wasm/LICENSE_OPENJPEG'],
  ['JPEG 2000 decoder', 'BSD-2-Clause', 'wasm/LICENSE_PDFJS_OPENJPEG'],
  ['qcms', 'MIT', 'wasm/LICENSE_QCMS'],
  ['qcms binding', 'MIT', 'wasm/LICENSE_PDFJS_QCMS'],
];

/** pdf.js runs in workers, whose bundles the build's own list leaves out, and comes with parts of others. */
export function pdfNotices(): readonly Notice[] {
  const read = (file: string) => readFileSync(projectPath(`node_modules/pdfjs-dist/${file}`), 'utf8');
  const { name, version, license } = described.parse(JSON.parse(read('package.json')));
  return [
    { name, version, licence: license, text: read('LICENSE') },
    ...parts.map(([part, licence, file]) => ({ name: `${name}: ${part}`, version, licence, text: read(file) })),
  ];
}
