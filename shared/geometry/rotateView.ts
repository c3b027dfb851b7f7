import { centredView } from './centredView.ts';
import { imageToScreen } from './imageToScreen.ts';
import { panBy } from './panBy.ts';
import { screenToImage } from './screenToImage.ts';
import { screenPoint } from './spaces.ts';
import type { Rotation, Size, ViewTransform } from './viewTransform.ts';

const turned: Record<Rotation, { readonly left: Rotation; readonly right: Rotation }> = {
  0: { left: 270, right: 90 }, 90: { left: 0, right: 180 }, 180: { left: 90, right: 270 }, 270: { left: 180, right: 0 },
};

/** Turns the picture by a quarter around the middle of the viewport (CSS pixels). */
export function rotateView(view: ViewTransform, image: Size, viewport: Size, direction: 'left' | 'right'): ViewTransform {
  const middle = screenPoint(viewport.width / 2, viewport.height / 2);
  const held = screenToImage(view, middle);
  const next = centredView(image, viewport, view.scale, turned[view.rotation][direction]);
  const moved = imageToScreen(next, held);
  return panBy(next, middle.x - moved.x, middle.y - moved.y);
}
