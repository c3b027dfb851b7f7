import type { RasterSize } from '../../../shared/frames/pageRaster.ts';
import type { PdfLibrary, PdfPointer } from './pdfLibrary.ts';

export interface DrawnPage extends RasterSize {
  /** Red, green, blue, and a byte that says nothing. */
  readonly pixels: Uint8Array;
}

/** FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER of fpdfview.h. */
const drawing = 0x01 | 0x10;
const white = 0xffffffff;

/** A page that is open, as it is printed. @returns undefined where there is no memory for it. */
export function drawPage(library: PdfLibrary, document: PdfPointer, page: PdfPointer, { width, height }: RasterSize): DrawnPage | undefined {
  const bitmap = library.FPDFBitmap_Create(width, height, 0);
  if (bitmap === 0) return undefined;
  library.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
  library.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, drawing);
  drawForm(library, document, { page, bitmap, width, height });
  const buffer = library.FPDFBitmap_GetBuffer(bitmap);
  const pixels = library.pdfium.HEAPU8.slice(buffer, buffer + width * height * 4);
  library.FPDFBitmap_Destroy(bitmap);
  return { width, height, pixels };
}

/** The fields of a form are drawn by themselves; what may be filled in is not coloured. */
function drawForm(library: PdfLibrary, document: PdfPointer, { page, bitmap, width, height }: RasterSize & { readonly page: PdfPointer; readonly bitmap: PdfPointer }): void {
  const form = library.PDFiumExt_InitFormFillEnvironment(document, library.PDFiumExt_OpenFormFillInfo());
  if (form === 0) return;
  library.FPDF_SetFormFieldHighlightAlpha(form, 0);
  library.FORM_OnAfterLoadPage(page, form);
  library.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, drawing);
  library.FORM_OnBeforeClosePage(page, form);
  library.PDFiumExt_ExitFormFillEnvironment(form);
}
