import type { Orientation, Rotation } from './viewTransform.ts';

/** [a, b, c, d] as CSS writes them: x' = a x + c y, y' = b x + d y, y down. */
export type OrientationMatrix = readonly [a: number, b: number, c: number, d: number];

/** Exact, because Math.cos(Math.PI / 2) is not 0; 90 turns clockwise. */
const plain = { 0: [1, 0, 0, 1], 90: [0, 1, -1, 0], 180: [-1, 0, 0, -1], 270: [0, -1, 1, 0] } as const satisfies Record<Rotation, OrientationMatrix>;
const mirrored = { 0: [-1, 0, 0, 1], 90: [0, -1, -1, 0], 180: [1, 0, 0, -1], 270: [0, 1, 1, 0] } as const satisfies Record<Rotation, OrientationMatrix>;

/** @returns the matrix that mirrors and turns; its inverse is its transpose. */
export function orientationMatrix(orientation: Orientation): OrientationMatrix {
  return (orientation.mirrored ? mirrored : plain)[orientation.rotation];
}
