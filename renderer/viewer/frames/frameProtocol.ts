/** Between the viewer and its worker. One worker serves one medium; frames are counted from 0. */

export type FrameRequest =
  /** `url` is absolute: a worker resolves relative ones against its own file. */
  | { readonly kind: 'open'; readonly url: string; readonly contentType: string | null }
  /** Replaces every earlier request that is not answered yet. `direction`: where the travel goes. */
  | { readonly kind: 'show'; readonly frame: number; readonly direction: -1 | 1 };

export type OpenFailure =
  /** The bytes are not on this computer. */
  | 'missing'
  /** Lightbox is locked, or the bytes could not be read. */
  | 'unreadable'
  /** No picture this computer can show. */
  | 'undecodable';

export type FrameAnswer =
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number | null }
  /** Pixels of the upright picture; `frameCount` as the bytes say. */
  | { readonly kind: 'opened'; readonly width: number; readonly height: number; readonly frameCount: number }
  /** The receiver owns `image` and closes it. `delay`: milliseconds as recorded. */
  | { readonly kind: 'frame'; readonly frame: number; readonly image: ImageBitmap | VideoFrame; readonly delay: number | null }
  /** One frame is damaged; the others may be whole. */
  | { readonly kind: 'frameFailed'; readonly frame: number }
  /** Milliseconds as recorded, for every frame, once all are known. */
  | { readonly kind: 'delays'; readonly delays: readonly (number | null)[] }
  | { readonly kind: 'failed'; readonly failure: OpenFailure };
