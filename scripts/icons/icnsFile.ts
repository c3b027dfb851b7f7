import type { IconImage } from './icoFile.ts';

/** The types that hold a PNG of that edge. https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
const types: Readonly<Record<number, string>> = { 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

/** An Apple icon; images of other edges than the format knows are left out. */
export function icnsFile(images: readonly IconImage[]): Buffer {
  const blocks = images.flatMap(({ size, png }) => {
    const type = types[size];
    return type === undefined ? [] : [block(type, png)];
  });
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8, type, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
