import type { Orientation } from '../../../shared/geometry/viewTransform.ts';

const turns = { 0: null, 90: 'turned 90° right', 180: 'turned 180°', 270: 'turned 90° left' } as const;

/** How a picture lies otherwise than it was taken; null: as it was taken. Left and right of a body hang on it, so mirrored comes first. */
export function describeOrientation({ rotation, mirrored }: Orientation): string | null {
  if (mirrored && rotation === 0) return 'Mirrored left to right';
  if (mirrored && rotation === 180) return 'Mirrored top to bottom';
  const turn = turns[rotation];
  if (turn === null) return null;
  return mirrored ? `Mirrored, ${turn}` : `${turn.charAt(0).toUpperCase()}${turn.slice(1)}`;
}
