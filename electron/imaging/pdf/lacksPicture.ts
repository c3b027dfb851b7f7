import type { PdfLibrary, PdfPointer } from './pdfLibrary.ts';

/** FPDF_PAGEOBJ_IMAGE and FPDF_PAGEOBJ_FORM of fpdf_edit.h. */
const [image, form] = [3, 5];

/** Whether there is a picture on a page, or in a form on it, that PDFium cannot decode; one that the file does not hold at all is none to PDFium. */
export function lacksPicture(library: PdfLibrary, page: PdfPointer): boolean {
  return some(library.FPDFPage_CountObjects(page), (index) => cannotBeDecoded(library, library.FPDFPage_GetObject(page, index)));
}

function cannotBeDecoded(library: PdfLibrary, part: PdfPointer): boolean {
  switch (library.FPDFPageObj_GetType(part)) {
    case image: {
      const picture = library.FPDFImageObj_GetBitmap(part);
      if (picture !== 0) library.FPDFBitmap_Destroy(picture);
      return picture === 0;
    }
    case form:
      return some(library.FPDFFormObj_CountObjects(part), (index) => cannotBeDecoded(library, library.FPDFFormObj_GetObject(part, index)));
    default:
      return false;
  }
}

function some(count: number, test: (index: number) => boolean): boolean {
  for (let index = 0; index < count; index += 1) if (test(index)) return true;
  return false;
}
