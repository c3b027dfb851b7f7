import { getDocument, GlobalWorkerOptions, PasswordException, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist';
import { fail, succeed } from '../../../../shared/errors/result.ts';
import type { FrameSource, OpenFrameSource } from '../frameSource.ts';
import { drawPage, type OpenedPdf } from './drawPage.ts';
import { NoFilters } from './NoFilters.ts';
import { OffscreenCanvases } from './OffscreenCanvases.ts';
import { rasterOf, type PageSize } from '../../../../shared/frames/pageRaster.ts';
import { ParserErrors } from './ParserErrors.ts';

/** Of one picture on a page. */
const mostImagePixels = 100_000_000;

/**
 * The pages of a PDF, drawn by pdf.js. Nothing of a document runs: its scripts and its XFA are never looked at, and pdf.js compiles no code but its own decoders. What a
 * document asks to be fetched is not. What cannot be read whole is refused, page by page, instead of being left out without a word.
 */
export const openPdf: OpenFrameSource = async (content, signal) => {
  const blob = await content.blob(signal);
  if (!blob.ok) return blob;
  const parser = new Worker(new URL('./parser.worker.ts', import.meta.url), { type: 'module' });
  const opened = await readPages(parser, new Uint8Array(await blob.value.arrayBuffer())).catch((error: unknown) => 
    error instanceof PasswordException ? fail('data.password-protected') : fail('data.undecodable', { detail: content.contentType }));
  if (!opened.ok) parser.terminate();
  return opened;
};

async function readPages(parser: Worker, data: Uint8Array) {
  const broken = new Promise<never>((_resolve, reject) => {
    parser.addEventListener('error', () => reject(new Error('the parser broke')));
  });
  const errors = new ParserErrors(parser);
  const document = await Promise.race([loadDocument(parser, data), broken]);
  const raster = rasterOf(await Promise.race([sizesOfPages(document), broken]));
  return raster === undefined ? fail('data.undecodable', { detail: 'no page' }) : succeed(pdfSource({ document, errors, raster }, () => parser.terminate()));
}

function loadDocument(parser: Worker, data: Uint8Array): Promise<PDFDocumentProxy> {
  /** Where the build puts what pdf.js asks for by name (scripts/build/pdfFiles.ts), seen from a worker's script. */
  const filesIn = (folder: string) => new URL(`../pdf/${folder}/`, self.location.href).href;
  GlobalWorkerOptions.workerPort = parser;
  return getDocument({
    // It would print what it thinks of a file.
    data, verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: true, enableXfa: false, maxImageSize: mostImagePixels, canvasMaxAreaInBytes: mostImagePixels * 4,
    // Fonts that a document does not bring are ours, not those of this computer: every computer shows the same page.
    useSystemFonts: false, useWorkerFetch: true, cMapUrl: filesIn('cmaps'), standardFontDataUrl: filesIn('standard_fonts'), wasmUrl: filesIn('wasm'), iccUrl: filesIn('iccs'),
    CanvasFactory: OffscreenCanvases, FilterFactory: NoFilters,
    // Of the document only its fonts are used, and a worker has those too; it is how pdf.js draws in a worker of its own.
    ownerDocument: self as unknown as HTMLDocument,
  }).promise;
}

/** Without those that cannot be read: they may be damaged, and the others whole. */
async function sizesOfPages(document: PDFDocumentProxy): Promise<readonly PageSize[]> {
  const sizes: PageSize[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      sizes.push((await document.getPage(number)).getViewport({ scale: 1 }));
    } catch {
      continue;
    }
  }
  return sizes;
}

function pdfSource(opened: OpenedPdf, end: () => void): FrameSource {
  const { width, height } = opened.raster.frame;
  return {
    count: opened.document.numPages, width, height, bits: 8, pixelAspect: 1, frameBytes: width * height * 4, durations: null,
    // How long something is on paper says nothing of how long it is on the patient.
    spacing: { kind: 'uncalibrated' },
    frame: (index, signal) => drawPage(opened, index, signal),
    close: end,
  };
}
