import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { PageSize, RasterSize } from '../../../shared/frames/pageRaster.ts';
import { drawPage, type DrawnPage } from './drawPage.ts';
import { lacksPicture } from './lacksPicture.ts';
import type { PdfLibrary, PdfPointer } from './pdfLibrary.ts';

export interface PdfPages {
  readonly count: number;
  /** Points, of the page turned upright. Its user unit is not in it: PDFium knows none. Undefined for a page that has no size. */
  readonly sizeOf: (index: number) => PageSize | undefined;
  /**
   * A page on white, with what was filled in on a form.
   * @param extent `whole`: a page of which a picture cannot be decoded fails, for PDFium leaves it out without a word.
   * Fails with `data.undecodable`.
   */
  readonly draw: (index: number, size: RasterSize, extent: 'whole' | 'what can be drawn') => Result<DrawnPage>;
}

/** FPDF_ERR_PASSWORD of fpdfview.h. */
const passwordAsked = 4;

/**
 * The pages of a PDF where there is no window; what is looked at is drawn by the window (renderer/viewer/frames/pdf). Nothing of it runs: this PDFium has neither JavaScript nor XFA.
 * What a page took is given back, the file is not, for the library goes with it. Fails with `data.undecodable` or `data.password-protected`.
 */
export function openPdf(bytes: Uint8Array, library: PdfLibrary): Result<PdfPages> {
  try {
    const file = library.pdfium.wasmExports.malloc(bytes.byteLength);
    if (file === 0) return undecodable('size');
    library.pdfium.HEAPU8.set(bytes, file);
    const document = library.FPDF_LoadMemDocument(file, bytes.byteLength, null);
    if (document === 0) return library.FPDF_GetLastError() === passwordAsked ? fail('data.password-protected') : undecodable('structure');
    const count = countPages(library, document);
    if (count < 1) return undecodable('no page');
    return succeed({
      count,
      sizeOf: (index) => sizeOf(library, document, index),
      draw: (index, size, extent) => draw(library, document, { index, size, extent }),
    });
  } catch {
    return undecodable('structure');
  }
}

/** A file may claim more pages than it has; asked for one that is not there, PDFium has none. */
function countPages(library: PdfLibrary, document: PdfPointer): number {
  const isThere = (index: number): boolean => {
    const page = library.FPDF_LoadPage(document, index);
    if (page !== 0) library.FPDF_ClosePage(page);
    return page !== 0;
  };
  let [known, claimed] = [0, library.FPDF_GetPageCount(document)];
  if (claimed > 0 && isThere(claimed - 1)) return claimed;
  // The last one that is there lies between them.
  while (claimed - known > 1) {
    const middle = Math.floor((known + claimed) / 2);
    if (isThere(middle - 1)) known = middle;
    else claimed = middle;
  }
  return known;
}

/** Without reading what is drawn on it. */
function sizeOf(library: PdfLibrary, document: PdfPointer, index: number): PageSize | undefined {
  try {
    const place = library.pdfium.wasmExports.malloc(Float32Array.BYTES_PER_ELEMENT * 2);
    if (place === 0 || !library.FPDF_GetPageSizeByIndexF(document, index, place)) return undefined;
    const [width = 0, height = 0] = new Float32Array(library.pdfium.HEAPU8.buffer, place, 2);
    library.pdfium.wasmExports.free(place);
    return width > 0 && height > 0 && Number.isFinite(width * height) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

function draw(library: PdfLibrary, document: PdfPointer, { index, size, extent }: { readonly index: number; readonly size: RasterSize; readonly extent: 'whole' | 'what can be drawn' }): Result<DrawnPage> {
  const name = `page ${String(index + 1)}`;
  try {
    const page = library.FPDF_LoadPage(document, index);
    if (page === 0) return undecodable(name);
    const drawn = extent === 'whole' && lacksPicture(library, page) ? undefined : drawPage(library, document, page, size);
    library.FPDF_ClosePage(page);
    return drawn === undefined ? undecodable(name) : succeed(drawn);
  } catch {
    return undecodable(name);
  }
}

function undecodable(what: string): Result<never> {
  return fail('data.undecodable', { detail: `PDF ${what}` });
}
