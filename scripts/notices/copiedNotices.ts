import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import type { Notice } from './notice.ts';

const described = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** What scripts/build/mainSide.ts copies whole instead of bundling it, so that the bundler does not name it. The LGPL is a supplement to the GPL. */
const copied: readonly { readonly from: string; readonly part?: string; readonly licence?: string; readonly texts: readonly string[] }[] = [
  { from: 'libheif-js', texts: ['node_modules/libheif-js/LICENSE', 'build/licenses/GPL-3.0.txt'] },
  { from: 'dcmjs-codecs', texts: ['node_modules/dcmjs-codecs/LICENSE.txt'] },
  { from: '@embedpdf/pdfium', texts: ['node_modules/@embedpdf/pdfium/LICENSE'] },
  { from: '@embedpdf/pdfium', part: 'PDFium', licence: 'BSD-3-Clause AND Apache-2.0', texts: ['node_modules/@embedpdf/pdfium/LICENSE.pdfium'] },
];

export function copiedNotices(): readonly Notice[] {
  const read = (file: string) => readFileSync(projectPath(file), 'utf8');
  return copied.map(({ from, part, licence, texts }) => {
    const { name, version, license } = described.parse(JSON.parse(read(`node_modules/${from}/package.json`)));
    return { name: part === undefined ? name : `${name}: ${part}`, version, licence: licence ?? license, text: texts.map(read).join('\n') };
  });
}
