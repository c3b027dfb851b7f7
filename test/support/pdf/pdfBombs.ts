import { deflateSync } from 'node:zlib';
import { pdfFile, pdfOfObjects } from './pdfFile.ts';

/** Small PDFs that ask for much: pictures that are not there, trees without an end, kilobytes that open to gigabytes or are drawn for hours. */

const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
const onePage = '<< /Type /Pages /Count 1 /Kids [3 0 R] >>';
const page = (resources: string, contents = '4 0 R') => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents ${contents} /Resources << ${resources} >> >>`;
const stream = (data: string | Uint8Array, entries = '') =>
  Buffer.concat([Buffer.from(`<< ${entries} /Length ${String(data.length)} >>\nstream\n`), Buffer.from(data), Buffer.from('\nendstream')]);
const form = (content: string, next: number) => stream(content, `/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /XObject << /N ${String(next)} 0 R >> >>`);
/** Zeros, deflated as often as said. */
const deflated = (megabytes: number, times: number): Uint8Array => Array.from({ length: times }).reduce<Uint8Array>((bytes) => deflateSync(bytes), Buffer.alloc(megabytes * 1024 * 1024));

const hugePicture = { filter: 'FlateDecode', width: 30_000, height: 30_000, data: deflateSync(Buffer.alloc(3000)) };

export const pdfBombs: readonly { readonly name: string; readonly make: () => Uint8Array }[] = [
  { name: 'a picture of 30,000 x 30,000 that is not there', make: () => pdfFile([{ width: 200, height: 200, content: '200 0 0 200 0 0 cm /P1 Do', picture: hugePicture }]) },
  { name: 'a picture that opens to 800 MB', make: () => pdfFile([{ width: 200, height: 200, content: '200 0 0 200 0 0 cm /P1 Do', picture: { filter: 'FlateDecode', width: 16_000, height: 16_000, data: deflated(800, 1) } }]) },
  { name: 'the same large picture two hundred times', make: () => pdfFile([{ width: 200, height: 200, content: 'q 200 0 0 200 0 0 cm /P1 Do Q '.repeat(200), picture: { ...hugePicture, width: 9000, height: 9000 } }]) },
  { name: 'operators that open to 1 GB', make: () => pdfOfObjects([catalog, onePage, page(''), stream(deflated(1000, 2), '/Filter [/FlateDecode /FlateDecode]')]) },
  {
    name: 'forms in forms, ten of each, nine deep',
    make: () => pdfOfObjects([catalog, onePage, page('/XObject << /N 5 0 R >>'), stream('/N Do'), ...Array.from({ length: 9 }, (_, depth) => form(depth === 8 ? '0 0 200 200 re f' : '/N Do '.repeat(10), depth === 8 ? 5 : depth + 6))]),
  },
  { name: 'a form that draws itself', make: () => pdfOfObjects([catalog, onePage, page('/XObject << /N 5 0 R >>'), stream('/N Do'), form('/N Do /N Do', 5)]) },
  { name: 'pages that are their own children', make: () => pdfOfObjects([catalog, '<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>']) },
  {
    name: 'pages fifty thousand deep',
    make: () => pdfOfObjects([catalog, ...Array.from({ length: 50_000 }, (_, depth) => `<< /Type /Pages /Count 1 /Parent ${String(depth + 1)} 0 R /Kids [${String(depth + 3)} 0 R] >>`), '<< /Type /Page /MediaBox [0 0 9 9] >>']),
  },
  { name: 'arrays in arrays', make: () => pdfOfObjects([catalog, onePage, page('').replace('/MediaBox', `/Nothing ${'['.repeat(200_000)} /MediaBox`), stream('')]) },
  {
    name: 'a pattern of a thousandth of a point',
    make: () => pdfOfObjects([
      catalog, onePage, page('/Pattern << /T 5 0 R >>'), stream('/Pattern cs /T scn 0 0 200 200 re f'),
      stream('0 0 1 1 re f', '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 200 200] /XStep 0.001 /YStep 0.001 /Resources << >>'),
    ]),
  },
];
