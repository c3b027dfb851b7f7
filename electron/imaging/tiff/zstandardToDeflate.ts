import { deflateSync, zstdDecompressSync } from 'node:zlib';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { entryPlaces, tiffHeader, type EntryPlace } from './readDirectory.ts';

const tags = { width: 256, height: 257, bits: 258, samples: 277, rowsPerStrip: 278, tileWidth: 322, tileHeight: 323, compression: 259, stripOffsets: 273, stripBytes: 279, tileOffsets: 324, tileBytes: 325 } as const;
const deflate = 8;

/**
 * The same TIFF with the parts of one directory compressed by Deflate instead of ZSTD, which libtiff as it ships with sharp does not know.
 * Both take the same predictor before they compress, so nothing but the packing changes.
 * Fails with `data.undecodable`.
 */
export function zstandardToDeflate(bytes: Uint8Array, directory: number): Result<Uint8Array> {
  const broken = fail('data.undecodable', { detail: `TIFF page ${String(directory + 1)}` });
  const header = tiffHeader(bytes);
  const places = header && entryPlaces(bytes, header, directory);
  const compression = places?.get(tags.compression);
  const offsets = places?.get(tags.stripOffsets) ?? places?.get(tags.tileOffsets);
  const sizes = places?.get(tags.stripBytes) ?? places?.get(tags.tileBytes);
  if (!header || !places || !compression || !offsets || !sizes || offsets.count !== sizes.count) return broken;
  const parts: Uint8Array[] = [];
  // What does not belong to the page is a bomb: nothing of it is unpacked.
  let left = expandedBytes(places);
  try {
    for (let index = 0; index < offsets.count; index += 1) {
      const [start, size] = [offsets.value(index), sizes.value(index)];
      if (start + size > bytes.length) return broken;
      const expanded = zstdDecompressSync(bytes.subarray(start, start + size), { maxOutputLength: Math.max(1, left) });
      left -= expanded.length;
      parts.push(deflateSync(expanded, { level: 1 }));
    }
  } catch {
    return broken;
  }
  return succeed(rewritten(bytes, header.littleEndian, parts, { compression, offsets, sizes }));
}

/** All parts of the page as they are without compression; tiles are whole, also at the edges, and some writers make the last strip whole, too. */
function expandedBytes(places: ReadonlyMap<number, EntryPlace>): number {
  const number = (tag: number, otherwise: number): number => places.get(tag)?.value(0) ?? otherwise;
  const whole = (side: number, part: number): number => Math.ceil(side / part) * part;
  const [width, height] = [number(tags.width, 0), number(tags.height, 0)];
  const [across, down] = [whole(width, Math.max(1, number(tags.tileWidth, 1))), whole(height, Math.max(1, number(tags.tileHeight, 1)))];
  const rows = down + Math.min(height, number(tags.rowsPerStrip, height));
  return Math.ceil((across * number(tags.bits, 1)) / 8) * number(tags.samples, 1) * rows;
}

/** The file as it was, the new parts behind it, and behind them the lists of where they begin and how long they are. */
function rewritten(
  bytes: Uint8Array, littleEndian: boolean, parts: readonly Uint8Array[], places: { readonly compression: EntryPlace; readonly offsets: EntryPlace; readonly sizes: EntryPlace },
): Uint8Array {
  // Lists of numbers begin at even places.
  const begin = bytes.length + (bytes.length % 2);
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const lists = begin + total + (total % 2);
  const out = new Uint8Array(lists + parts.length * 8);
  out.set(bytes);
  const view = new DataView(out.buffer);
  let at = begin;
  for (const [index, part] of parts.entries()) {
    out.set(part, at);
    view.setUint32(lists + index * 4, at, littleEndian);
    view.setUint32(lists + (parts.length + index) * 4, part.length, littleEndian);
    at += part.length;
  }
  places.compression.write(view, { type: 'short', value: deflate });
  places.offsets.write(view, { type: 'longs', at: lists });
  places.sizes.write(view, { type: 'longs', at: lists + parts.length * 4 });
  return out;
}
