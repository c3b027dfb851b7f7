import type { PixelSpacing } from '../../../shared/dicom/description/spacing.ts';
import type { Voi } from '../../../shared/dicom/display/voi.ts';
import type { Samples } from '../../../shared/dicom/pixels/samples.ts';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { Size } from '../../../shared/geometry/viewTransform.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import type { DicomFacts, FrameDurations } from './frameSource.ts';

/** Between the viewer and its worker. One worker serves one medium; frames are counted from 0. */

/** Whom a part of a picture is for: what is seen of it, and what magnifier and probe look at. Each has one. */
export type PartPurpose = 'view' | 'spot';

export type FrameRequest =
  /**
   * `url` is absolute: a worker resolves relative ones against its own file. `avoid`: frames that ended a worker before; they are decoded when
   * they are asked for, not ahead.
   */
  | { readonly kind: 'open'; readonly url: string; readonly avoid: readonly number[] }
  /** Replaces every earlier request that is not answered yet. `direction`: where the travel goes. */
  | { readonly kind: 'show'; readonly frame: number; readonly direction: -1 | 1 }
  /** Replaces every earlier request for this purpose that is not answered yet. Null: nobody looks closely any more. */
  | { readonly kind: 'part'; readonly purpose: PartPurpose; readonly frame: number; readonly region: FrameRegion | null };

/**
 * The receiver's own. Grey: values as recorded, for a window; the receiver closes an `image`. `reducedFrom`: what the picture has in pixels of
 * its own, where the image has fewer.
 */
export type FramePixels =
  | { readonly kind: 'picture'; readonly image: ImageBitmap | VideoFrame; readonly reducedFrom?: Size }
  | { readonly kind: 'grey'; readonly width: number; readonly height: number; readonly values: Samples; readonly voi: Voi };

/** What a source says of itself when it opens. Pixels of the upright picture; `frameCount` as the bytes say. */
export interface OpenedMedium {
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  readonly bits: number;
  readonly spacing: PixelSpacing;
  readonly pixelAspect: number;
  readonly durations: FrameDurations | null;
  /** Null for what is no DICOM. */
  readonly dicom: DicomFacts | null;
  /** Pixels of its frames for one of the picture, where parts of them have more; null: frames have all there are. */
  readonly reducedTo: number | null;
}

export type FrameAnswer =
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number | null }
  | { readonly kind: 'opened'; readonly medium: OpenedMedium }
  /** Decoding goes on, of a frame or (null) of what opens the file: from now on the deadline runs … */
  | { readonly kind: 'begun'; readonly frame: number | null }
  /** … until this. */
  | { readonly kind: 'ended' }
  /** `delay`: milliseconds as recorded. */
  | { readonly kind: 'frame'; readonly frame: number; readonly pixels: FramePixels; readonly delay: number | null }
  /** The receiver closes the image. */
  | { readonly kind: 'part'; readonly purpose: PartPurpose; readonly frame: number; readonly region: FrameRegion; readonly image: ImageBitmap }
  /** One frame is damaged; the others may be whole. */
  | { readonly kind: 'frameFailed'; readonly frame: number; readonly failure: Failure }
  /** Milliseconds as recorded, for every frame, once all are known. */
  | { readonly kind: 'delays'; readonly delays: FrameDurations }
  | { readonly kind: 'failed'; readonly failure: Failure };
