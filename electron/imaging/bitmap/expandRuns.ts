import { fail, succeed, type Result } from '../../../shared/errors/result.ts';

/**
 * Indices into the palette from the run lengths of a bitmap, top row first; what the runs leave out keeps index 0.
 * Microsoft, "Bitmap Compression" (BI_RLE8, BI_RLE4). Fails with `data.truncated`.
 */
export function expandRuns(bytes: Uint8Array, start: number, { width, height, bits }: { readonly width: number; readonly height: number; readonly bits: 4 | 8 }): Result<Uint8Array> {
  const indices = new Uint8Array(width * height);
  let [position, x, y] = [start, 0, 0];
  const put = (index: number): void => {
    if (x < width && y < height) indices[(height - 1 - y) * width + x] = index;
    x += 1;
  };
  /** Two indices lie in a byte of four bits each. */
  const indexAt = (offset: number, pixel: number): number => {
    if (bits === 8) return bytes[offset + pixel] ?? 0;
    const pair = bytes[offset + (pixel >> 1)] ?? 0;
    return pixel % 2 === 0 ? pair >> 4 : pair & 15;
  };
  // A row beyond the last ends it too: nothing more can be seen.
  while (y < height) {
    if (position + 2 > bytes.length) return fail('data.truncated', { detail: 'BMP run lengths' });
    const [count, value] = [bytes[position] ?? 0, bytes[position + 1] ?? 0];
    position += 2;
    if (count > 0) {
      for (let pixel = 0; pixel < count; pixel += 1) put(bits === 8 ? value : pixel % 2 === 0 ? value >> 4 : value & 15);
    } else if (value === 0) {
      [x, y] = [0, y + 1];
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      if (position + 2 > bytes.length) return fail('data.truncated', { detail: 'BMP run lengths' });
      x += bytes[position] ?? 0;
      y += bytes[position + 1] ?? 0;
      position += 2;
    } else {
      const literalBytes = Math.ceil((value * bits) / 8);
      if (position + literalBytes > bytes.length) return fail('data.truncated', { detail: 'BMP run lengths' });
      for (let pixel = 0; pixel < value; pixel += 1) put(indexAt(position, pixel));
      // Literal runs end on a boundary of 16 bits.
      position += literalBytes + (literalBytes % 2);
    }
  }
  return succeed(indices);
}
