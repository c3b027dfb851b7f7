export interface IconImage {
  /** Edge in pixels. */
  readonly size: number;
  readonly png: Buffer;
}

/** A Windows icon whose images are PNGs, as Vista and later read them. https://learn.microsoft.com/windows/win32/menurc/resources-about */
export function icoFile(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length + images.length * 16;
  const directory = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // 0 means 256, the largest there is.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...directory, ...images.map(({ png }) => png)]);
}
