/** Boxes of HEIF files (HEIC, AVIF) added to and written, for tests of what reads them. ISO/IEC 14496-12 and 23008-12. */

interface Box {
  readonly type: string;
  readonly at: number;
  readonly end: number;
}

/** How the picture is turned after it is decoded: quarter turns against the clock, then `mirror`: 0 top for bottom, 1 left for right. */
export interface HeifTurn {
  readonly quarters?: 1 | 2 | 3;
  readonly mirror?: 0 | 1;
}

/** EXIF's eight ways to hold a camera, as HEIF says them. */
export const heifTurns: Readonly<Record<number, HeifTurn>> = {
  1: {}, 2: { mirror: 1 }, 3: { quarters: 2 }, 4: { mirror: 0 }, 5: { quarters: 1, mirror: 0 }, 6: { quarters: 3 }, 7: { quarters: 1, mirror: 1 }, 8: { quarters: 1 },
};

/** The file with a turn of its first picture. Its lists must be of the first versions, as encoders write them. */
export function turnedHeif(file: Uint8Array, { quarters, mirror }: HeifTurn): Uint8Array {
  const added = [...(quarters === undefined ? [] : [box('irot', Buffer.from([quarters]))]), ...(mirror === undefined ? [] : [box('imir', Buffer.from([mirror]))])];
  const bytes = Buffer.from(file);
  const meta = find(bytes, 'meta', 0, bytes.length);
  const properties = find(bytes, 'iprp', meta.at + 12, meta.end);
  const container = find(bytes, 'ipco', properties.at + 8, properties.end);
  const links = find(bytes, 'ipma', properties.at + 8, properties.end);
  const known = boxes(bytes, container.at + 8, container.end).length;
  const { count, end } = linksOf(bytes, links, bytes.readUInt16BE(find(bytes, 'pitm', meta.at + 12, meta.end).at + 12));
  const growth = added.reduce((sum, { length }) => sum + length, 0);
  bytes.writeUInt8(bytes.readUInt8(count) + added.length, count);
  for (const [{ at }, more] of [[meta, growth + added.length], [properties, growth + added.length], [container, growth], [links, added.length]] as const) bytes.writeUInt32BE(bytes.readUInt32BE(at) + more, at);
  moveItems(bytes, find(bytes, 'iloc', meta.at + 12, meta.end), growth + added.length);
  // Whoever does not know a turn must not show the picture.
  const essential = added.map((_, index) => 0x80 | (known + index + 1));
  return Buffer.concat([bytes.subarray(0, container.end), ...added, bytes.subarray(container.end, end), Buffer.from(essential), bytes.subarray(end)]);
}

/** Where it stands how many properties `item` has, and where their list ends. */
function linksOf(bytes: Buffer, links: Box, item: number): { readonly count: number; readonly end: number } {
  for (let at = links.at + 16; at < links.end; at += 3 + bytes.readUInt8(at + 2)) {
    if (bytes.readUInt16BE(at) === item) return { count: at + 2, end: at + 3 + bytes.readUInt8(at + 2) };
  }
  throw new Error('no properties');
}

/** What stands behind the lists stands further down; what stands among them (method 1) does not. */
function moveItems(bytes: Buffer, places: Box, by: number): void {
  const version = bytes.readUInt8(places.at + 8);
  const [offsetBytes, lengthBytes, baseBytes] = [bytes.readUInt8(places.at + 12) >> 4, bytes.readUInt8(places.at + 12) & 15, bytes.readUInt8(places.at + 13) >> 4];
  if (version > 1 || offsetBytes !== 4 || lengthBytes !== 4) throw new Error('another kind of list than encoders write');
  const move = (at: number): number => bytes.writeUInt32BE(bytes.readUInt32BE(at) + by, at);
  let at = places.at + 16;
  for (let item = 0; item < bytes.readUInt16BE(places.at + 14); item += 1) {
    const inFile = version === 0 || (bytes.readUInt16BE(at + 2) & 15) === 0;
    const base = at + (version === 0 ? 4 : 6);
    const extents = bytes.readUInt16BE(base + baseBytes);
    if (inFile && baseBytes === 4) move(base);
    at = base + baseBytes + 2;
    for (let extent = 0; extent < extents; extent += 1, at += 8) if (inFile && baseBytes === 0) move(at);
  }
}

function box(type: string, ...bodies: readonly Uint8Array[]): Buffer {
  const head = Buffer.from(`0000${type}`, 'latin1');
  head.writeUInt32BE(8 + bodies.reduce((sum, { length }) => sum + length, 0), 0);
  return Buffer.concat([head, ...bodies]);
}

function boxes(bytes: Buffer, from: number, to: number): readonly Box[] {
  const found: Box[] = [];
  // A size of 0: to the end.
  for (let at = from, end = 0; at + 8 <= to; at = end) {
    end = bytes.readUInt32BE(at) === 0 ? to : at + bytes.readUInt32BE(at);
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), at, end });
  }
  return found;
}

function find(bytes: Buffer, type: string, from: number, to: number): Box {
  const found = boxes(bytes, from, to).find((candidate) => candidate.type === type);
  if (!found) throw new Error(`no ${type}`);
  return found;
}
