/** Values by tag; fractions are divided. */
export type TiffEntries = ReadonlyMap<number, readonly number[]>;

export interface TiffHeader {
  readonly littleEndian: boolean;
  /** BigTIFF: counts and offsets of 64 bits. */
  readonly big: boolean;
  /** Where the first directory stands. */
  readonly first: number;
}

/** TIFF 6.0, section 2; BigTIFF, https://www.awaresystems.be/imaging/tiff/bigtiff.html. @returns undefined for what is no TIFF. */
export function tiffHeader(bytes: Uint8Array): TiffHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 16) return undefined;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const littleEndian = order === 0x4949;
  const version = view.getUint16(2, littleEndian);
  if (version === 42) return { littleEndian, big: false, first: view.getUint32(4, littleEndian) };
  if (version === 43 && view.getUint16(4, littleEndian) === 8) return { littleEndian, big: true, first: Number(view.getBigUint64(8, littleEndian)) };
  return undefined;
}

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

/** Bytes of a value and how it is read, by the number of its type; what no tag of ours has is passed over. */
const types: Readonly<Record<number, { readonly size: number; readonly read: Read }>> = {
  1: { size: 1, read: (view, at) => view.getUint8(at) },
  3: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  4: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  5: { size: 8, read: (view, at, little) => view.getUint32(at, little) / view.getUint32(at + 4, little) },
  16: { size: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

/** The tags read here have few values; strips and tiles have millions, and are the decoder's business. */
const mostValues = 64;

interface Directory {
  readonly places: readonly EntryPlace[];
  readonly next: number;
}

/** @returns undefined where the file ends before the directory does. */
export function readDirectory(bytes: Uint8Array, header: TiffHeader, at: number): { readonly entries: TiffEntries; readonly next: number } | undefined {
  const directory = readPlaces(bytes, header, at);
  if (!directory) return undefined;
  const readable = directory.places.filter((place) => place.isWhole);
  return { entries: new Map(readable.map(({ tag, count, value }) => [tag, Array.from({ length: Math.min(count, mostValues) }, (_, index) => value(index))])), next: directory.next };
}

/** Where the values of directory `index` stand, by tag. */
export function entryPlaces(bytes: Uint8Array, header: TiffHeader, index: number): ReadonlyMap<number, EntryPlace> | undefined {
  let directory = readPlaces(bytes, header, header.first);
  for (let passed = 0; passed < index && directory; passed += 1) directory = readPlaces(bytes, header, directory.next);
  return directory && new Map(directory.places.filter(({ isWhole }) => isWhole).map((place) => [place.tag, place]));
}

/** One entry of a directory: its values, and a way to put others in their place in a copy of the file. */
export interface EntryPlace {
  readonly tag: number;
  readonly count: number;
  /** The file holds all of its values. */
  readonly isWhole: boolean;
  readonly value: (index: number) => number;
  /** `short`: one number. `longs`: as many numbers of 32 bits as before, standing at `at`. */
  readonly write: (copy: DataView, change: { readonly type: 'short'; readonly value: number } | { readonly type: 'longs'; readonly at: number }) => void;
}

function readPlaces(bytes: Uint8Array, { littleEndian, big }: TiffHeader, at: number): Directory | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [countBytes, entryBytes, wordBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const word = (place: number): number => (big ? Number(view.getBigUint64(place, littleEndian)) : view.getUint32(place, littleEndian));
  if (at + countBytes > view.byteLength) return undefined;
  const entryCount = big ? word(at) : view.getUint16(at, littleEndian);
  const end = at + countBytes + entryCount * entryBytes;
  if (end + wordBytes > view.byteLength) return undefined;
  const places: EntryPlace[] = [];
  for (let place = at + countBytes; place < end; place += entryBytes) {
    const type = types[view.getUint16(place + 2, littleEndian)];
    if (!type) continue;
    const [count, values] = [word(place + 4), place + 4 + wordBytes];
    const from = type.size * count <= wordBytes ? values : word(values);
    places.push({
      tag: view.getUint16(place, littleEndian),
      count,
      isWhole: from + type.size * count <= view.byteLength,
      value: (index) => type.read(view, from + type.size * index, littleEndian),
      write: (copy, change) => {
        copy.setUint16(place + 2, change.type === 'short' ? 3 : 4, littleEndian);
        // Few enough to stand in the entry itself, they must.
        const inside = change.type === 'longs' && count * 4 <= wordBytes;
        for (let byte = 0; byte < wordBytes; byte += 1) copy.setUint8(values + byte, 0);
        if (change.type === 'short') copy.setUint16(values, change.value, littleEndian);
        else if (inside) for (let index = 0; index < count; index += 1) copy.setUint32(values + index * 4, copy.getUint32(change.at + index * 4, littleEndian), littleEndian);
        else if (big) copy.setBigUint64(values, BigInt(change.at), littleEndian);
        else copy.setUint32(values, change.at, littleEndian);
      },
    });
  }
  return { places, next: word(end) };
}
