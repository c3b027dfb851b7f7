import type { Result } from '../../../shared/errors/result.ts';
import type { FrameBatch } from '../messages.ts';

/** A file whose frames can be had as PNG. */
export interface OpenedFrames {
  readonly description: Omit<FrameBatch, 'batch'>;
  readonly png: (frame: number) => Promise<Result<Uint8Array<ArrayBuffer>>>;
  readonly close: () => void;
}

/** Of 0 to 9. Frames are written to be used: more takes three times as long for a tenth of the bytes, and of a large photograph longer than its deadline. */
export const pngCompression = { compressionLevel: 2 } as const;
