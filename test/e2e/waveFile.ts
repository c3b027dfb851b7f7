/** Sound without a sound: a second for each 88 kB. https://www.rfc-editor.org/rfc/rfc2361 */
export function waveFile(dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  for (const [value, offset] of [[1, 20], [1, 22], [2, 32], [16, 34]] as const) header.writeUInt16LE(value, offset);
  header.writeUInt32LE(44_100, 24);
  header.writeUInt32LE(88_200, 28);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return Buffer.concat([header, Buffer.alloc(dataBytes)]);
}
