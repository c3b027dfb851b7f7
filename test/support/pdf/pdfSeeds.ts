import { dicomFixture } from '../dicomFixtures.ts';
import { letterPage, pdfFile, type PdfPage } from './pdfFile.ts';

const codestream = Buffer.from(dicomFixture('HTJ2K_08_RGB.dcm'));
const pictured = (filter: string, data: Uint8Array): PdfPage => ({
  width: 144, height: 144, content: 'q 144 0 0 144 0 0 cm /P1 Do Q BT /F1 18 Tf 1 0 0 1 9 9 Tm (A) Tj ET', picture: { filter, width: 64, height: 64, data },
});

/** What hostile PDFs are mutated from: text, encryption, JPEG 2000, and a page that lies turned. */
export const pdfSeeds: readonly Uint8Array[] = [
  pdfFile([letterPage(1), letterPage(2)]),
  pdfFile([letterPage(1)], { password: '' }),
  pdfFile([pictured('JPXDecode', codestream.subarray(codestream.indexOf(Buffer.from('ff4fff51', 'hex')), 60_000))]),
  pdfFile([pictured('RunLengthDecode', Buffer.alloc(300, 129)), { width: 144, height: 144, content: '0.5 g 0 0 144 144 re f', rotate: 90 }]),
];
