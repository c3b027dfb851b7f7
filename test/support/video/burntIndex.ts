/**
 * A number burnt into a picture, so that what is seen tells which frame it is: two rows of blocks, the lower the negative of the upper, above
 * a field that moves and changes, so that no two frames are coded alike. Survives any lossy codec.
 */
export const burntSize = { width: 192, height: 108 } as const;
const bits = 12;
const block = burntSize.width / bits;
const rowHeight = 24;
/** Video range: black and white. */
const [dark, light] = [16, 235];

/** @returns the frame in planar YUV 4:2:0, as video encoders take it. */
export function burntFrame(index: number): Uint8Array {
  const { width, height } = burntSize;
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const bit = (index >> Math.floor(x / block)) & 1;
      const row = Math.floor(y / rowHeight);
      const moving = 60 + (((x + index * 3) ^ (y + index)) & 63) * 2;
      luma[y * width + x] = row === 0 ? (bit === 1 ? light : dark) : row === 1 ? (bit === 1 ? dark : light) : moving;
    }
  }
  const quarter = (width / 2) * (height / 2);
  const frame = new Uint8Array(luma.length + 2 * quarter);
  frame.set(luma);
  frame.fill(96 + (index % 64), luma.length, luma.length + quarter);
  frame.fill(160 - (index % 64), luma.length + quarter);
  return frame;
}

/**
 * @param pixels RGBA of the upright picture, `burntSize` large.
 * @returns null where the two rows do not say the same.
 */
export function readBurntIndex(pixels: Uint8ClampedArray): number | null {
  const brightness = (x: number, y: number) => pixels[(Math.floor(y) * burntSize.width + Math.floor(x)) * 4 + 1] ?? 0;
  let index = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    const x = (bit + 0.5) * block;
    const upper = brightness(x, rowHeight / 2) > 127;
    if (upper === brightness(x, rowHeight * 1.5) > 127) return null;
    if (upper) index |= 1 << bit;
  }
  return index;
}
