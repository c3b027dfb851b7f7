/** A file as a bad disk, a bad sender or a bad person would hand it on: bits flipped, cut, lengths that lie, pieces repeated or taken out. */
export function mutateFile(file: Uint8Array, random: () => number): Uint8Array {
  const bytes = Buffer.from(file);
  const below = (limit: number) => Math.floor(random() * limit);
  // Headers decide most, and are a small part of a file.
  const place = () => below(random() < 0.5 ? Math.min(bytes.length, 2500) : bytes.length);
  const kind = below(6);
  if (kind === 0) return bytes.subarray(0, below(bytes.length));
  if (kind === 1) {
    const [start, length] = [place(), 1 + below(200)];
    return Buffer.concat([bytes.subarray(0, start), random() < 0.5 ? bytes.subarray(start, start + length) : Buffer.alloc(0), bytes.subarray(start + (random() < 0.5 ? length : 0))]);
  }
  const changes = 1 + below(kind === 2 ? 1 : 12);
  for (let change = 0; change < changes; change += 1) {
    const at = place();
    if (kind === 3) bytes.writeUInt32LE([0xffff_ffff, 0x7fff_ffff, 0, 0xffff_fffe][below(4)] ?? 0, Math.min(at, bytes.length - 4));
    else if (kind === 4) bytes.writeUInt16LE([0xffff, 0x7fff, 0, 1][below(4)] ?? 0, Math.min(at, bytes.length - 2));
    else bytes[at] = kind === 5 ? below(256) : (bytes[at] ?? 0) ^ (1 << below(8));
  }
  return bytes;
}
