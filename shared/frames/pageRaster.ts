/** Points, 1/72 inch, of the page as it is read: turned, enlarged by its user unit. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels. */
export interface RasterSize {
  readonly width: number;
  readonly height: number;
}

export interface PageRaster {
  /** Pixels to a point, the same on every page. */
  readonly scale: number;
  /** Of the largest width and the largest height; smaller pages lie at the top left. */
  readonly frame: RasterSize;
}

/** What a fax is sent and paper is scanned with: print of 6 points is read, also magnified, and an A4 page takes 15 MB. */
const dotsPerInch = 200;
/** A poster is drawn more coarsely instead of being refused: 128 MB for a frame. */
const mostPixels = 32_000_000;
/** A canvas has no longer sides. */
const longestSide = 16_384;

/** @returns undefined when there is no page that has a size. */
export function rasterOf(pages: readonly PageSize[]): PageRaster | undefined {
  const [width, height] = [Math.max(0, ...pages.map((page) => page.width)), Math.max(0, ...pages.map((page) => page.height))];
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) return undefined;
  const scale = Math.min(dotsPerInch / 72, Math.sqrt(mostPixels / width / height), longestSide / Math.max(width, height));
  return { scale, frame: rasterSize({ width, height }, scale) };
}

/** Whole pixels; the last one may stand over the edge of the page by less than half. */
export function rasterSize({ width, height }: PageSize, scale: number): RasterSize {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
