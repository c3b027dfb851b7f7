import type { Failure } from '../../../shared/errors/errorCode.ts';

/** Between a window that plays sound and the worker that reads it. One worker serves one medium. */

/** `url` is absolute. `parts`: how finely the peaks are told; 0: not at all. */
export interface AudioRequest {
  readonly url: string;
  readonly parts: number;
}

export interface SoundDescription {
  /** Seconds, from 0 to where the sound ends. */
  readonly duration: number;
  /** Seconds: where the first picture stands on the same clock; 0 without pictures. */
  readonly pictureStart: number;
}

export type AudioAnswer =
  /** Null: there is no sound in it. */
  | { readonly kind: 'described'; readonly sound: SoundDescription | null }
  /** Lowest and highest by turns, -1 to 1, of all parts; NaN: not read yet. */
  | { readonly kind: 'peaks'; readonly values: Float32Array<ArrayBuffer> }
  /** All peaks were told. */
  | { readonly kind: 'read' }
  /** It goes on, whatever there is to tell. */
  | { readonly kind: 'going' }
  | { readonly kind: 'failed'; readonly failure: Failure };
