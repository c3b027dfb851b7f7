/** What the file says its red, green and blue are. `icc`: a profile; `nclx`: numbers of ITU-T H.273. */
export type HeifColour =
  | { readonly kind: 'icc'; readonly profile: Uint8Array }
  | { readonly kind: 'nclx'; readonly primaries: number; readonly transfer: number }
  | { readonly kind: 'none' };

interface Box {
  readonly type: string;
  /** Behind its header; [start, end). */
  readonly start: number;
  readonly end: number;
}

/**
 * The colour of a HEIF picture: the first profile among the properties of its items, else the first numbers. ISO/IEC 23008-12, 6.5.5. A file
 * with several is one whose parts (tiles, thumbnails) share it.
 */
export function readHeifColour(bytes: Uint8Array): HeifColour {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const meta = boxes(view, 0, view.byteLength).find(({ type }) => type === 'meta');
  // Four bytes of version and flags stand before its children.
  const properties = meta && boxes(view, meta.start + 4, meta.end).find(({ type }) => type === 'iprp');
  const container = properties && boxes(view, properties.start, properties.end).find(({ type }) => type === 'ipco');
  const colours = container ? boxes(view, container.start, container.end).filter(({ type, start, end }) => type === 'colr' && end - start >= 4) : [];
  const kindOf = ({ start }: Box): string => fourLetters(view, start);
  const profile = colours.find((box) => ['prof', 'rICC'].includes(kindOf(box)));
  if (profile) return { kind: 'icc', profile: bytes.subarray(profile.start + 4, profile.end) };
  const numbers = colours.find((box) => kindOf(box) === 'nclx' && box.end - box.start >= 11);
  return numbers ? { kind: 'nclx', primaries: view.getUint16(numbers.start + 4), transfer: view.getUint16(numbers.start + 6) } : { kind: 'none' };
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
