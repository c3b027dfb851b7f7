import type { HeifProperty } from './itemProperties.ts';

/** What the file says its red, green and blue are. `icc`: a profile; `nclx`: numbers of ITU-T H.273. */
export type HeifColour =
  | { readonly kind: 'icc'; readonly profile: Uint8Array }
  | { readonly kind: 'nclx'; readonly primaries: number; readonly transfer: number }
  | { readonly kind: 'none' };

/**
 * The colour of a HEIF picture: the first profile among the properties of its items, else the first numbers. ISO/IEC 23008-12, 6.5.5. A file
 * with several is one whose parts (tiles, thumbnails) share it.
 */
export function readHeifColour(properties: readonly HeifProperty[]): HeifColour {
  const colours = properties.filter(({ type, data }) => type === 'colr' && data.length >= 4).map(({ data }) => ({ kind: String.fromCharCode(...data.subarray(0, 4)), body: data.subarray(4) }));
  const profile = colours.find(({ kind }) => kind === 'prof' || kind === 'rICC');
  if (profile) return { kind: 'icc', profile: profile.body };
  const numbers = colours.find(({ kind, body }) => kind === 'nclx' && body.length >= 7)?.body;
  if (!numbers) return { kind: 'none' };
  const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return { kind: 'nclx', primaries: view.getUint16(0), transfer: view.getUint16(2) };
}
