import type { Rotation } from './viewTransform.ts';

/** Exact cosine and sine of a quarter turn: Math.cos(Math.PI / 2) is not 0. */
const vectors = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] } as const satisfies Record<Rotation, readonly [number, number]>;

/** @returns [cos, sin] of the rotation, y down, so that 90 turns clockwise. */
export function rotationVector(rotation: Rotation): readonly [cos: number, sin: number] {
  return vectors[rotation];
}
