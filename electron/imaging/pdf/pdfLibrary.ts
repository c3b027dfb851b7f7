/** An address in the library's memory; 0: there is none. */
export type PdfPointer = number & { readonly __brand: 'PdfPointer' };

/** What is used of PDFium as Emscripten makes it. https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/ */
export interface PdfLibrary {
  readonly pdfium: {
    /** Another object after the memory grew: never kept. */
    readonly HEAPU8: Uint8Array;
    readonly wasmExports: { readonly malloc: (bytes: number) => PdfPointer; readonly free: (place: PdfPointer) => void };
  };
  readonly PDFiumExt_Init: () => void;
  /** The file stays where it is, as long as the document is used. */
  readonly FPDF_LoadMemDocument: (file: PdfPointer, bytes: number, password: null) => PdfPointer;
  readonly FPDF_GetLastError: () => number;
  readonly FPDF_GetPageCount: (document: PdfPointer) => number;
  readonly FPDF_LoadPage: (document: PdfPointer, index: number) => PdfPointer;
  readonly FPDF_ClosePage: (page: PdfPointer) => void;
  /** Width and height, each of 32 bits: points, 1/72 inch, of the page as it is read. */
  readonly FPDF_GetPageSizeByIndexF: (document: PdfPointer, index: number, size: PdfPointer) => boolean;
  readonly FPDFBitmap_Create: (width: number, height: number, alpha: 0 | 1) => PdfPointer;
  readonly FPDFBitmap_Destroy: (bitmap: PdfPointer) => void;
  readonly FPDFBitmap_FillRect: (bitmap: PdfPointer, left: number, top: number, width: number, height: number, colour: number) => void;
  readonly FPDFBitmap_GetBuffer: (bitmap: PdfPointer) => PdfPointer;
  readonly FPDF_RenderPageBitmap: (bitmap: PdfPointer, page: PdfPointer, left: number, top: number, width: number, height: number, rotate: number, flags: number) => void;
  readonly FPDFPage_CountObjects: (page: PdfPointer) => number;
  readonly FPDFPage_GetObject: (page: PdfPointer, index: number) => PdfPointer;
  readonly FPDFPageObj_GetType: (part: PdfPointer) => number;
  readonly FPDFFormObj_CountObjects: (form: PdfPointer) => number;
  readonly FPDFFormObj_GetObject: (form: PdfPointer, index: number) => PdfPointer;
  /** A new one, in its own pixels. */
  readonly FPDFImageObj_GetBitmap: (image: PdfPointer) => PdfPointer;
  readonly PDFiumExt_OpenFormFillInfo: () => PdfPointer;
  readonly PDFiumExt_InitFormFillEnvironment: (document: PdfPointer, info: PdfPointer) => PdfPointer;
  readonly FPDF_SetFormFieldHighlightAlpha: (form: PdfPointer, alpha: number) => void;
  readonly FORM_OnAfterLoadPage: (page: PdfPointer, form: PdfPointer) => void;
  readonly FORM_OnBeforeClosePage: (page: PdfPointer, form: PdfPointer) => void;
  readonly PDFiumExt_ExitFormFillEnvironment: (form: PdfPointer) => void;
  readonly FPDF_FFLDraw: (form: PdfPointer, bitmap: PdfPointer, page: PdfPointer, left: number, top: number, width: number, height: number, rotate: number, flags: number) => void;
}
