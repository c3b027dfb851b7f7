import type { DicomTag } from '../../../shared/dicom/description/listTags.ts';
import type { Overlay } from '../../../shared/dicom/description/overlays.ts';
import type { DicomPatient } from '../../../shared/dicom/description/patientIdentity.ts';
import type { PixelSpacing } from '../../../shared/dicom/description/spacing.ts';
import type { Voi } from '../../../shared/dicom/display/voi.ts';
import type { Samples } from '../../../shared/dicom/pixels/samples.ts';
import type { Result } from '../../../shared/errors/result.ts';
import type { FrameRegion } from '../../../shared/ipc/decodedFrames.ts';

/**
 * One frame. Who receives it owns it and calls `close`.
 * `picture`: ready for the screen, upright, its colour profile applied. `grey`: values as recorded, shown through a window (`voi`) that a
 * person may change.
 */
export type DecodedFrame =
  | { readonly kind: 'picture'; readonly image: ImageBitmap | VideoFrame; readonly bytes: number; readonly close: () => void }
  | { readonly kind: 'grey'; readonly width: number; readonly height: number; readonly values: Samples; readonly voi: Voi; readonly bytes: number; readonly close: () => void };

/** How long frames last, milliseconds as recorded; null: the file does not say of this one, or nobody knows yet. */
export type FrameDurations = readonly (number | null)[];

/** What a DICOM file says of itself besides its pixels. `patient` and `tags` identify a patient: for the screen, never for a log. */
export interface DicomFacts {
  readonly modality: string | null;
  readonly patient: DicomPatient;
  /** NumberOfFrames, where it says otherwise than the bytes. */
  readonly declaredCount: number | null;
  /** The file ended inside an element; the frames counted are whole. */
  readonly cutOff: boolean;
  readonly photometric: string;
  /** The transfer syntax, by name. */
  readonly compression: string;
  readonly lossy: boolean;
  readonly overlays: readonly Overlay[];
  readonly tags: readonly DicomTag[];
}

/** Of a medium that is too large for the screen: more of its pixels, where somebody looks closely. */
export interface FrameParts {
  /** Pixels of what `frame` gives for one of the picture, below 1. */
  readonly reducedTo: number;
  /** A part of frame `index`; the receiver closes it. Ends and fails like `frame`. */
  readonly decode: (index: number, region: FrameRegion, signal: AbortSignal) => Promise<Result<ImageBitmap>>;
}

/** The frames of one medium, decoded in the viewer's worker. One owner calls it, one `frame` or part at a time (FrameServer). */
export interface FrameSource {
  /** Counted from the bytes. */
  readonly count: number;
  /** Pixels of the upright picture. */
  readonly width: number;
  readonly height: number;
  /** Of a sample as recorded: 8, 12, 16 … */
  readonly bits: number;
  readonly spacing: PixelSpacing;
  /** Height of a pixel over its width. */
  readonly pixelAspect: number;
  /** What one decoded frame takes in memory, about. */
  readonly frameBytes: number;
  /** What is known of it when it opens; null for what has no time: pages, slices. */
  readonly durations: FrameDurations | null;
  /** It keeps decoded frames within a budget of its own and decodes ahead by itself; nobody else has to. */
  readonly keepsFrames?: true;
  /** Only of DICOM. */
  readonly dicom?: DicomFacts;
  /** Absent: `frame` gives every pixel. */
  readonly parts?: FrameParts;
  /**
   * Decodes frame `index`, counted from 0. An aborted one ends soon, with `local.cancelled`, and leaves the decoder ready for the next.
   * Fails with `data.undecodable`, `data.truncated`, `data.unsupported-compression` or `local.cancelled`; the other frames may be whole.
   */
  readonly frame: (index: number, signal: AbortSignal) => Promise<Result<DecodedFrame>>;
  readonly close: () => void;
}

/** The bytes of one Media, as the window may have them. */
export interface FrameContent {
  /** Absolute, of our own scheme; answers Range. */
  readonly url: string;
  /** As the bytes say; without parameters, in lower case. */
  readonly contentType: string;
  /** All of them; how far it is, is told meanwhile. Fails with `local.blob-missing`, `local.blob-corrupt` or `local.cancelled`. */
  readonly blob: (signal: AbortSignal) => Promise<Result<Blob>>;
}

/** Fails like `frame`, or with `data.unsupported-medium`, `data.password-protected`, `data.no-pixels` or `data.too-many-pixels`. */
export type OpenFrameSource = (content: FrameContent, signal: AbortSignal) => Promise<Result<FrameSource>>;
