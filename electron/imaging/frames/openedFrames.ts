import type { Result } from '../../../shared/errors/result.ts';
import type { FrameBatch } from '../messages.ts';

/** A file whose frames can be had as PNG. */
export interface OpenedFrames {
  readonly description: Omit<FrameBatch, 'batch'>;
  readonly png: (frame: number) => Promise<Result<Uint8Array<ArrayBuffer>>>;
  readonly close: () => void;
}
