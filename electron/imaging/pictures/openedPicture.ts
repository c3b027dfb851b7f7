import type { Sharp } from 'sharp';
import type { Result } from '../../../shared/errors/result.ts';

/** The colour space in which nothing of a picture's samples is lost. Sharp writes 8 bits unless it is told one of 16. */
export type SampleSpace = 'grey16' | 'rgb16' | 'b-w' | 'srgb';

/** A picture in the process it may break, whatever decodes it. */
export interface OpenedPicture {
  /** Pixels of the upright picture; of pages that differ, the most of each. */
  readonly width: number;
  readonly height: number;
  /** Counted from the bytes. */
  readonly frames: number;
  /** Of a sample in the source. */
  readonly bits: number;
  readonly photometric: string;
  /** Milliseconds; null: no timing. */
  readonly durationsMs: readonly number[] | null;
  /** As the format names it; null where it has only one. */
  readonly compression: string | null;
  /** Height of a pixel over its width. */
  readonly pixelAspect: number;
  readonly space: SampleSpace;
  /**
   * One frame, upright, in whatever size and kind of file is made of it; what cannot be decoded may show only then.
   * Fails with `data.undecodable`, `data.truncated` or `data.unsupported-compression`.
   */
  readonly frame: (index: number) => Promise<Result<Sharp>>;
  /** Decodes every pixel there is and keeps none: what it finds whole can be shown. Fails like `frame`. */
  readonly check: () => Promise<Result<true>>;
  /** Gives back what a decoder holds beside the heap of JavaScript. */
  readonly close: () => void;
}
