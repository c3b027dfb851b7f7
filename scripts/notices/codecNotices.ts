import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import type { Notice } from './notice.ts';

const described = z.object({ name: z.string(), version: z.string() });
const texts = 'build/licenses/codecs';
const openJpeg = ['OpenJPEG', 'BSD-2-Clause', 'node_modules/pdfjs-dist/wasm/LICENSE_OPENJPEG'] as const;
const openJph = ['OpenJPH', 'BSD-2-Clause', `${texts}/openjph.txt`] as const;
const charLs = ['CharLS', 'BSD-3-Clause', `${texts}/charls.txt`] as const;
const ijg = ["Independent JPEG Group's library", 'IJG', `${texts}/ijg.txt`] as const;

/** What the WebAssembly of each package was compiled from; none of them carries the texts. */
const partsOf: Readonly<Record<string, readonly (readonly [part: string, licence: string, file: string])[]>> = {
  '@cornerstonejs/codec-charls': [charLs],
  '@cornerstonejs/codec-libjpeg-turbo-8bit': [ijg, ['libjpeg-turbo', 'BSD-3-Clause', `${texts}/libjpeg-turbo.txt`]],
  '@cornerstonejs/codec-openjpeg': [openJpeg],
  '@cornerstonejs/codec-openjph': [openJph],
  // Only the first is ever called.
  'dcmjs-codecs': [
    ijg, ['better-enums', 'BSD-2-Clause', `${texts}/better-enums.txt`], ['Brotli', 'MIT', `${texts}/brotli.txt`], charLs, ['Highway', 'BSD-3-Clause', `${texts}/highway.txt`],
    ['libjxl', 'BSD-3-Clause', `${texts}/libjxl.txt`], openJpeg, openJph, ['skcms', 'BSD-3-Clause', `${texts}/skcms.txt`],
  ],
};

export function codecNotices(): readonly Notice[] {
  const read = (file: string) => readFileSync(projectPath(file), 'utf8');
  return Object.entries(partsOf).flatMap(([folder, parts]) => {
    const { name, version } = described.parse(JSON.parse(read(`node_modules/${folder}/package.json`)));
    return parts.map(([part, licence, file]) => ({ name: `${name}: ${part}`, version, licence, text: read(file) }));
  });
}
