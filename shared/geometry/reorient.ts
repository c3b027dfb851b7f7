import type { Orientation, Rotation } from './viewTransform.ts';

/** Always as seen on the screen: `flipAcross` swaps left and right, `flipDown` top and bottom, however the picture lies. */
export type Reorientation = 'turnLeft' | 'turnRight' | 'flipAcross' | 'flipDown';

const quarters = { turnLeft: 3, turnRight: 1 } as const;
const rotations = [0, 90, 180, 270] as const;

function turned(rotation: Rotation, quarterTurns: number): Rotation {
  return rotations[(rotations.indexOf(rotation) + quarterTurns) % 4] ?? rotation;
}

/** A mirror on the screen turns the other way round what was turned before: F R(a) = R(-a) F. */
export function reorient({ rotation, mirrored }: Orientation, change: Reorientation): Orientation {
  if (change === 'turnLeft' || change === 'turnRight') return { rotation: turned(rotation, quarters[change]), mirrored };
  const back = turned(0, 4 - rotations.indexOf(rotation));
  return { rotation: change === 'flipAcross' ? back : turned(back, 2), mirrored: !mirrored };
}
