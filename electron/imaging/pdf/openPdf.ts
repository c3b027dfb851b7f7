import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { PdfLibrary, PdfPointer } from './pdfLibrary.ts';

export interface PdfPages {
  readonly count: number;
  /** RGBA of 8 bits, on white, what was filled in on a form with it. Fails with `data.undecodable`. */
  readonly drawFirst: (longestSide: number) => Result<DrawnPage>;
}

export interface DrawnPage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** FPDF_ERR_PASSWORD of fpdfview.h. */
const passwordAsked = 4;
/** FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER of fpdfview.h. */
const drawing = 0x01 | 0x10;
const white = 0xffffffff;

/**
 * What a card shows of a PDF; the window draws its pages to be looked at (renderer/viewer/frames/pdf). Nothing of it runs: this PDFium has neither JavaScript nor XFA.
 * What it holds is never given back, for the library goes with its file. Fails with `data.undecodable` or `data.password-protected`.
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
    return succeed({ count, drawFirst: (longestSide) => drawFirst(library, document, longestSide) });
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

function drawFirst(library: PdfLibrary, document: PdfPointer, longestSide: number): Result<DrawnPage> {
  try {
    const page = library.FPDF_LoadPage(document, 0);
    if (page === 0) return undecodable('page 1');
    const points = [library.FPDF_GetPageWidthF(page), library.FPDF_GetPageHeightF(page)] as const;
    const [width, height] = points.map((side) => Math.max(1, Math.round((side * longestSide) / Math.max(...points)))) as [number, number];
    if (!(Math.min(...points) > 0 && Number.isFinite(width) && Number.isFinite(height))) return undecodable('size of page 1');
    const bitmap = library.FPDFBitmap_Create(width, height, 0);
    if (bitmap === 0) return undecodable('page 1');
    library.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
    library.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, drawing);
    drawForm(library, document, { page, bitmap, width, height });
    const buffer = library.FPDFBitmap_GetBuffer(bitmap);
    return succeed({ width, height, pixels: library.pdfium.HEAPU8.slice(buffer, buffer + width * height * 4) });
  } catch {
    return undecodable('page 1');
  }
}

/** The fields of a form are drawn by themselves; what may be filled in is not coloured. */
function drawForm(library: PdfLibrary, document: PdfPointer, { page, bitmap, width, height }: { readonly page: PdfPointer; readonly bitmap: PdfPointer; readonly width: number; readonly height: number }): void {
  const form = library.PDFiumExt_InitFormFillEnvironment(document, library.PDFiumExt_OpenFormFillInfo());
  if (form === 0) return;
  library.FPDF_SetFormFieldHighlightAlpha(form, 0);
  library.FORM_OnAfterLoadPage(page, form);
  library.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, drawing);
}

function undecodable(what: string): Result<never> {
  return fail('data.undecodable', { detail: `PDF ${what}` });
}
