import type { Result } from '../../../../shared/errors/result.ts';
import type { FrameRegion } from '../../../../shared/ipc/decodedFrames.ts';

/** Where the parts of a large picture come from. Its one owner asks for one at a time. */
export interface PictureReader {
  /** A part of frame `index`, upright, its colour profile applied. Fails like `FrameSource.frame`. */
  readonly part: (index: number, region: FrameRegion, signal: AbortSignal) => Promise<Result<ImageBitmap>>;
  readonly close: () => void;
}
