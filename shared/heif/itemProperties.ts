/** A property of some of the file's pictures, by its four letters. */
export interface HeifProperty {
  readonly type: string;
  readonly data: Uint8Array;
}

interface Box {
  readonly type: string;
  /** Behind its header; [start, end). */
  readonly start: number;
  readonly end: number;
}

/** All properties in a HEIF file, in their order, whatever they are of. ISO/IEC 23008-12, 9.3. */
export function itemProperties(bytes: Uint8Array): readonly HeifProperty[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const meta = boxes(view, 0, view.byteLength).find(({ type }) => type === 'meta');
  // Four bytes of version and flags stand before its children.
  const properties = meta && boxes(view, meta.start + 4, meta.end).find(({ type }) => type === 'iprp');
  const container = properties && boxes(view, properties.start, properties.end).find(({ type }) => type === 'ipco');
  return container ? boxes(view, container.start, container.end).map(({ type, start, end }) => ({ type, data: bytes.subarray(start, end) })) : [];
}

/** ISO/IEC 14496-12, 4.2. Ends at the first box that does not fit. */
function boxes(view: DataView, from: number, to: number): readonly Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const short = view.getUint32(at);
    if (short === 1 && at + 16 > to) break;
    const [header, size] = short === 1 ? [16, Number(view.getBigUint64(at + 8))] : [8, short === 0 ? to - at : short];
    if (size < header || at + size > to) break;
    found.push({ type: fourLetters(view, at + 4), start: at + header, end: at + size });
    at += size;
  }
  return found;
}

function fourLetters(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
