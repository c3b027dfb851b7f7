export const pngSignature = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb8_8320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** https://www.w3.org/TR/png-3/#5Chunk-layout */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + 12);
  out.set(data, 8);
  sealPngChunk(out, type);
  return out;
}

/** Writes what stands around the data that is in its place already: its length, its type, and the sum of both. */
export function sealPngChunk(chunk: Uint8Array, type: string): void {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  view.setUint32(0, chunk.length - 12);
  for (let index = 0; index < 4; index += 1) chunk[4 + index] = type.charCodeAt(index);
  let crc = 0xffff_ffff;
  for (let index = 4; index < chunk.length - 4; index += 1) crc = (crcTable[(crc ^ (chunk[index] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  view.setUint32(chunk.length - 4, ~crc >>> 0);
}
