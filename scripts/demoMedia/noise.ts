/** Repeatable noise for drawing: the same numbers on every machine. */

/** [0, 1) from whole numbers. */
export function hash(x: number, y: number, seed: number): number {
  let bits = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 1_274_126_177);
  bits = Math.imul(bits ^ (bits >>> 13), 1_103_515_245);
  bits = Math.imul(bits ^ (bits >>> 16), 2_246_822_519);
  return ((bits ^ (bits >>> 15)) >>> 0) / 4_294_967_296;
}

/** Smooth, [0, 1); features about 1 unit wide. */
export function valueNoise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const line = Math.floor(y);
  const u = smooth(x - column);
  const v = smooth(y - line);
  const top = mix(hash(column, line, seed), hash(column + 1, line, seed), u);
  const bottom = mix(hash(column, line + 1, seed), hash(column + 1, line + 1, seed), u);
  return mix(top, bottom, v);
}

/** Octaves of value noise, [0, 1). */
export function fractalNoise(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let octave = 0, scale = 1; octave < octaves; octave += 1, scale *= 2.03, weight *= 0.5) {
    sum += weight * valueNoise(x * scale, y * scale, seed + octave * 17);
    total += weight;
  }
  return sum / total;
}

/** Cells about 1 unit wide: 0 on the border between two, growing towards a cell's middle. */
export function cellNoise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const line = Math.floor(y);
  let nearest = 9;
  let second = 9;
  for (let dy = -1; dy <= 1; dy += 1) {
    for (let dx = -1; dx <= 1; dx += 1) {
      const px = column + dx + hash(column + dx, line + dy, seed);
      const py = line + dy + hash(column + dx, line + dy, seed + 1);
      const distance = Math.hypot(px - x, py - y);
      if (distance < nearest) [nearest, second] = [distance, nearest];
      else if (distance < second) second = distance;
    }
  }
  return second - nearest;
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function ramp(low: number, high: number, value: number): number {
  return smooth(Math.min(1, Math.max(0, (value - low) / (high - low))));
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}
