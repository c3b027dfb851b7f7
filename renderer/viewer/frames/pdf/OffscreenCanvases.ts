interface Entry {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

/** What pdf.js draws on while it draws a page: its own makes them of a document, which a worker has not. */
export class OffscreenCanvases {
  create(width: number, height: number): Entry {
    if (width <= 0 || height <= 0) throw new Error('a canvas without pixels');
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext('2d', { willReadFrequently: true }) };
  }

  reset({ canvas }: Entry, width: number, height: number): void {
    if (canvas === null || width <= 0 || height <= 0) throw new Error('a canvas without pixels');
    Object.assign(canvas, { width, height });
  }

  destroy(entry: Entry): void {
    if (entry.canvas !== null) Object.assign(entry.canvas, { width: 0, height: 0 });
    Object.assign(entry, { canvas: null, context: null });
  }
}
