import type { Notice } from './notice.ts';

const opening = `# Third-party notices

Lightbox is licensed under Apache-2.0 (LICENSE). It ships with the libraries below, each under its own licence; it is run by Electron
and Chromium, whose notices lie beside the program as LICENSE.electron.txt and LICENSES.chromium.html. Written by \`npm run notices\`.

libvips (@img/sharp-libvips-<system>) is a separate, unchanged, replaceable library; its sources and those of the libraries it contains are
named at https://github.com/lovell/sharp-libvips. So is libheif (libheif-js), with libde265 in it, by
https://github.com/catdad-experiments/libheif-js. PDFium (@embedpdf/pdfium) contains work of the FreeType project (https://freetype.org, under
the FreeType Licence) and of the Independent JPEG Group, AGG, Little CMS, OpenJPEG and zlib; their licences lie in third_party of
https://pdfium.googlesource.com/pdfium. SQLite and SQLite3 Multiple Ciphers, inside better-sqlite3-multiple-ciphers, are in the public domain
and MIT-licensed.
`;

/** The whole file: one section for each licence text, naming the libraries that come under it. */
export function renderNotices(notices: readonly Notice[]): string {
  const sections = new Map<string, { readonly libraries: Set<string>; readonly text: string }>();
  for (const notice of notices) {
    const text = notice.text === null ? `Licensed under ${notice.licence}; the package carries no text of it.` : notice.text.replaceAll('\r\n', '\n').trim();
    const key = text.replaceAll(/\s+/g, ' ');
    const section = sections.get(key) ?? { libraries: new Set(), text };
    section.libraries.add(`- ${notice.name} ${notice.version} (${notice.licence})`);
    sections.set(key, section);
  }
  const rendered = [...sections.values()].map(({ libraries, text }) => `${[...libraries].sort().join('\n')}\n\n\`\`\`\n${text}\n\`\`\`\n`).sort();
  return [opening, ...rendered].join('\n');
}
