const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The frames an animated PNG declares; 1 for a still one and for what is no PNG. The decoder sees only the still picture in it.
 * https://www.w3.org/TR/png-3/#acTL-chunk: it stands before the first IDAT.
 */
export function animatedPngFrames(bytes: Uint8Array): number {
  if (signature.some((byte, index) => bytes[index] !== byte)) return 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = signature.length; offset + 12 <= view.byteLength; ) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (type === 'IDAT') return 1;
    if (type === 'acTL' && length === 8 && offset + 20 <= view.byteLength) return Math.max(1, view.getUint32(offset + 8));
    offset += 12 + length;
  }
  return 1;
}
