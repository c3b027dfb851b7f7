/** The pure floor knows neither Buffer nor btoa. https://www.rfc-editor.org/rfc/rfc4648#section-5 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOf: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (character, value) => [character, value]));

/** Without padding. */
export function toBase64url(bytes: Uint8Array): string {
  const characters: string[] = [];
  for (let start = 0; start < bytes.length; start += 3) {
    const [first = 0, second, third] = bytes.subarray(start, start + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    const count = second === undefined ? 2 : third === undefined ? 3 : 4;
    for (let index = 0; index < count; index += 1) characters.push(alphabet.charAt((group >> (18 - 6 * index)) & 63));
  }
  return characters.join('');
}

/** @returns undefined for what is no base64url, and for what nobody writes: bits left over that are not 0. Every text stands for other bytes. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [buffer, bits, at] = [0, 0, 0];
  for (const character of text) {
    const value = valueOf.get(character);
    if (value === undefined) return undefined;
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = (buffer >> bits) & 0xff;
    at += 1;
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}
