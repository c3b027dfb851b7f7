import type { TablePreset, Voi, Window } from '../../../shared/dicom/display/voi.ts';
import type { Samples } from '../../../shared/dicom/pixels/samples.ts';

/** How grey is looked at. `preset` null: as each frame proposes. */
export interface GreyLook {
  readonly preset: Window | TablePreset | null;
  readonly inverted: boolean;
}

/** Values as recorded, of one frame. */
export interface GreyFrame {
  readonly width: number;
  readonly height: number;
  readonly values: Samples;
  readonly voi: Voi;
}

/** Without a frame: the one of before, looked at in another way. Each request has one answer. */
export interface GreyRequest {
  readonly frame: GreyFrame | null;
  readonly look: GreyLook;
}

/** The receiver owns `image`. `preset`: what it was made through. */
export interface GreyAnswer {
  readonly image: ImageBitmap;
  readonly preset: Window | TablePreset;
}
