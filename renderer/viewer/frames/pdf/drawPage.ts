import { RenderingCancelledException, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { DecodedFrame } from '../frameSource.ts';
import type { ParserErrors } from './ParserErrors.ts';
import { rasterSize, type PageRaster } from '../../../../shared/frames/pageRaster.ts';

export interface OpenedPdf {
  readonly document: PDFDocumentProxy;
  readonly errors: ParserErrors;
  readonly raster: PageRaster;
}

/** One page on white, at the top left of the frame. Fails with `data.undecodable`, also where only a part of it is damaged, or with `local.cancelled`. */
export async function drawPage({ document, errors, raster }: OpenedPdf, index: number, signal: AbortSignal): Promise<Result<DecodedFrame>> {
  const { scale, frame } = raster;
  const damaged = () => fail('data.undecodable', { detail: `page ${String(index + 1)}` });
  try {
    const page = await document.getPage(index + 1);
    if (signal.aborted) return fail('local.cancelled');
    const before = errors.count;
    const canvas = await paint(page, scale, signal);
    const whole = canvas !== null && errors.count === before && !lacksPicture(page);
    // What was read of the page for drawing it.
    page.cleanup();
    if (!whole) return damaged();
    const image = inFrame(canvas, frame).transferToImageBitmap();
    return succeed({ kind: 'picture', image, bytes: image.width * image.height * 4, close: () => image.close() });
  } catch (error) {
    return error instanceof RenderingCancelledException || signal.aborted ? fail('local.cancelled') : damaged();
  }
}

async function paint(page: PDFPageProxy, scale: number, signal: AbortSignal): Promise<OffscreenCanvas | null> {
  const viewport = page.getViewport({ scale });
  const { width, height } = rasterSize(page.getViewport({ scale: 1 }), scale);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return null;
  // Typed for a page; pdf.js draws on either.
  const drawing = page.render({ canvas: null, canvasContext: context as unknown as CanvasRenderingContext2D, viewport });
  const cancel = () => drawing.cancel();
  signal.addEventListener('abort', cancel);
  try {
    await drawing.promise;
    return canvas;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** pdf.js leaves out a picture that it cannot decode; what it would have drawn is null then. */
function lacksPicture(page: PDFPageProxy): boolean {
  return [...page.objs].some(([, value]) => value === null);
}

function inFrame(page: OffscreenCanvas, frame: PageRaster['frame']): OffscreenCanvas {
  if (page.width === frame.width && page.height === frame.height) return page;
  const canvas = new OffscreenCanvas(frame.width, frame.height);
  canvas.getContext('2d')?.drawImage(page, 0, 0);
  return canvas;
}
