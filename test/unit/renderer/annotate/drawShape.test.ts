import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawShape, type Pen } from '../../../../renderer/annotate/drawShape.ts';
import type { Shape } from '../../../../shared/annotation/layer.ts';
import { textExtent } from '../../../../shared/annotation/textExtent.ts';
import { imageToScreen } from '../../../../shared/geometry/imageToScreen.ts';
import { imagePoint, screenPoint } from '../../../../shared/geometry/spaces.ts';
import type { Rotation, ViewTransform } from '../../../../shared/geometry/viewTransform.ts';

const text: Extract<Shape, { kind: 'text' }> = { kind: 'text', id: '7d444840-9dc0-41d1-b245-5ffdce74fad2', at: { x: 100, y: 50 }, size: 20, text: 'left\nfoot' };

/** Where the pen was put and how far it was turned; a mirrored pen has no name here, so that nothing can mirror it. */
function placeOf(view: ViewTransform) {
  const seen = { x: NaN, y: NaN, angle: 0, words: [] as string[] };
  const nothing = () => undefined;
  const pen: Pen = {
    beginPath: nothing, moveTo: nothing, lineTo: nothing, closePath: nothing, stroke: nothing, strokeText: nothing, save: nothing, restore: nothing, setLineDash: nothing,
    fillText: (words) => { seen.words.push(words); }, translate: (x, y) => Object.assign(seen, { x, y }), rotate: (angle) => { seen.angle = angle; },
    strokeStyle: '', fillStyle: '', lineWidth: 1, lineJoin: 'round', lineCap: 'round', font: '', textBaseline: 'top',
  };
  drawShape(pen, text, view, '#FFFFFF');
  return seen;
}

const view = (rotation: Rotation, mirrored: boolean, pixelAspect = 1): ViewTransform => ({ scale: 2, rotation, mirrored, pixelAspect, offset: screenPoint(500, 400) });

describe('words on a picture', () => {
  it('begin where they were put, and are read from left to right while the picture is mirrored or upside down', () => {
    expect(placeOf(view(0, false))).toEqual({ x: 700, y: 500, angle: 0, words: ['left', 'foot'] });
    // "left" is 4 * 20 * 0.52 = 41.6 px long, 83.2 on the screen, and lies at the other side of the point it was put at.
    expect(placeOf(view(0, true)).x).toBeCloseTo(500 - 200 - 83.2, 6);
    expect(placeOf(view(0, true))).toMatchObject({ y: 500, angle: 0 });
    expect(placeOf(view(180, false))).toMatchObject({ y: 400 - 100 - 80, angle: 0 });
    expect(placeOf(view(90, false))).toMatchObject({ angle: Math.PI / 2 });
    expect(placeOf(view(270, true))).toMatchObject({ angle: -Math.PI / 2 });
  });

  it('lie in the box in which they are hit, however the picture lies', () => {
    fc.assert(fc.property(fc.constantFrom<Rotation[]>(0, 90, 180, 270), fc.boolean(), fc.constantFrom(0.5, 1, 2), (rotation, mirrored, pixelAspect) => {
      const lies = view(rotation, mirrored, pixelAspect);
      const { x, y, angle } = placeOf(lies);
      const box = textExtent(text);
      const [width, height] = [box.width * lies.scale, box.height * lies.scale * pixelAspect];
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const drawn = [[0, 0], [width, height]].map(([along = 0, down = 0]) => [x + cos * along - sin * down, y + sin * along + cos * down] as const);
      const hit = [imagePoint(box.x, box.y), imagePoint(box.x + box.width, box.y + box.height)].map((corner) => imageToScreen(lies, corner));
      const ends = (values: readonly number[]) => values.toSorted((a, b) => a - b);
      const [left, right] = ends(drawn.map(([across]) => across));
      const [top, bottom] = ends(drawn.map(([, down]) => down));
      expect(left).toBeCloseTo(Math.min(...hit.map((point) => point.x)), 6);
      expect(right).toBeCloseTo(Math.max(...hit.map((point) => point.x)), 6);
      expect(top).toBeCloseTo(Math.min(...hit.map((point) => point.y)), 6);
      expect(bottom).toBeCloseTo(Math.max(...hit.map((point) => point.y)), 6);
    }));
  });
});
