import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { webpOrientation } from '../../../../shared/pictures/webpOrientation.ts';

const picture = (orientation?: number): Promise<Uint8Array> => {
  const plain = sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } });
  return (orientation === undefined ? plain : plain.withMetadata({ orientation })).webp().toBuffer();
};

describe('webpOrientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i', async (orientation) => {
    expect(webpOrientation(await picture(orientation))).toBe(orientation);
  });

  it('is 1 where nothing is said, or nothing that can be read', async () => {
    expect(webpOrientation(await picture())).toBe(1);
    const turned = await picture(6);
    for (let length = 0; length < turned.length; length += 1) expect(webpOrientation(turned.subarray(0, length))).toSatisfy((value) => value === 1 || value === 6);
    const nine = Buffer.from(turned);
    nine.writeUInt32BE(0x4558_4947, nine.indexOf('EXIF', 12, 'latin1'));
    expect(webpOrientation(nine)).toBe(1);
  });

  it('is read in either order of bytes, behind the mark of JPEG', () => {
    const tiff = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0]);
    const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
    const head = Buffer.from('RIFF\0\0\0\0WEBPEXIF\0\0\0\0', 'latin1');
    head.writeUInt32LE(exif.length, 16);
    expect(webpOrientation(Buffer.concat([head, exif]))).toBe(8);
  });
});
