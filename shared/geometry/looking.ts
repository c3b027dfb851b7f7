import { fitToView } from './fitToView.ts';
import { reorient, type Reorientation } from './reorient.ts';
import { screenToImage } from './screenToImage.ts';
import { imagePoint, screenPoint, type ImagePoint, type ScreenPoint } from './spaces.ts';
import { viewAround } from './viewAround.ts';
import { upright, type Orientation, type PictureSize, type Size, type ViewTransform } from './viewTransform.ts';
import { zoomAtPoint } from './zoomAtPoint.ts';

/** How somebody looks at a picture, whatever the size of the window. */
export interface Looking {
  readonly orientation: Orientation;
  /** null: the whole picture, as large as there is room. Scale in CSS pixels per image pixel; `centre` is in the middle of the viewport. */
  readonly free: { readonly scale: number; readonly centre: ImagePoint } | null;
}

export type LookChange =
  | { readonly kind: 'fit' }
  /** Centred, at a scale in CSS pixels per image pixel. */
  | { readonly kind: 'scale'; readonly scale: number }
  /** null: around the middle of the viewport. */
  | { readonly kind: 'zoom'; readonly factor: number; readonly anchor: ScreenPoint | null }
  /** CSS pixels the picture moves to the right and down. */
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'reorient'; readonly change: Reorientation };

export const fitted: Looking = { orientation: upright, free: null };

/** CSS pixels between a fitted picture and the edge of the viewport. */
const fitMargin = 12;

export function viewOf({ orientation, free }: Looking, image: PictureSize, viewport: Size): ViewTransform {
  return free === null ? fitToView(image, viewport, orientation, fitMargin) : viewAround(free.centre, viewport, free.scale, orientation, image.pixelAspect);
}

export function changeLooking(looking: Looking, change: LookChange, image: PictureSize, viewport: Size): Looking {
  const { orientation } = looking;
  const middle = screenPoint(viewport.width / 2, viewport.height / 2);
  const freed = (view: ViewTransform): Looking => ({ orientation, free: { scale: view.scale, centre: screenToImage(view, middle) } });
  switch (change.kind) {
    case 'fit':
      return { orientation, free: null };
    case 'scale':
      return { orientation, free: { scale: change.scale, centre: imagePoint(image.width / 2, image.height / 2) } };
    case 'zoom':
      return freed(zoomAtPoint(viewOf(looking, image, viewport), change.anchor ?? middle, change.factor));
    case 'pan': {
      const view = viewOf(looking, image, viewport);
      return freed({ ...view, offset: screenPoint(view.offset.x + change.dx, view.offset.y + change.dy) });
    }
    case 'reorient':
      return { ...looking, orientation: reorient(orientation, change.change) };
  }
}
