/**
 * How a WebP says it was held: EXIF's number, 1 to 8; 1 where it says nothing that can be read. Chromium, which turns every other kind of
 * picture by itself, does not turn this one. https://developers.google.com/speed/webp/docs/riff_container; EXIF 2.32, 4.6.4
 */
export function webpOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // RIFF, its length, WEBP.
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const length = view.getUint32(at + 4, true);
    const end = Math.min(view.byteLength, at + 8 + length);
    if (view.getUint32(at) === exifChunk) return orientationIn(new DataView(bytes.buffer, bytes.byteOffset + at + 8, end - at - 8));
    at += 8 + length + (length % 2);
  }
  return 1;
}

/** `EXIF`, and what some programs put before the numbers, as in JPEG: `Exif` and two zeros. */
const exifChunk = 0x4558_4946;
const exifMark = 0x4578_6966;
const orientationTag = 0x0112;

function orientationIn(exif: DataView): number {
  const start = exif.byteLength >= 14 && exif.getUint32(0) === exifMark ? 6 : 0;
  if (exif.byteLength < start + 8) return 1;
  const little = exif.getUint16(start) === 0x4949;
  const directory = start + exif.getUint32(start + 4, little);
  if (directory + 2 > exif.byteLength) return 1;
  const count = exif.getUint16(directory, little);
  for (let entry = directory + 2; entry + 12 <= exif.byteLength && entry < directory + 2 + count * 12; entry += 12) {
    if (exif.getUint16(entry, little) !== orientationTag) continue;
    const value = exif.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
