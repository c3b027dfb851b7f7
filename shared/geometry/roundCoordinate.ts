/** Beyond this a double has no hundredths left, and multiplying could overflow. */
const coarsest = 2 ** 40;

/** @returns `value` (image pixels) to the nearest 0.01 px, the precision drawings are stored with; never -0. */
export function roundCoordinate(value: number): number {
  return Math.abs(value) >= coarsest ? value : Math.round(value * 100) / 100 + 0;
}
