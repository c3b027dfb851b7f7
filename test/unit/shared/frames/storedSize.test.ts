import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { storedSize } from '../../../../shared/frames/storedSize.ts';
import { bitmapFile } from '../../../support/bitmapFile.ts';

const picture = () => sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } });

describe('the size that a header tells', () => {
  it.each([
    ['image/jpeg', 'baseline', () => picture().jpeg().toBuffer()],
    ['image/jpeg', 'progressive, turned, with a profile', () => picture().withMetadata({ orientation: 6 }).withIccProfile('p3').jpeg({ progressive: true }).toBuffer()],
    ['image/png', 'RGB', () => picture().png().toBuffer()],
    ['image/webp', 'lossy', () => picture().webp().toBuffer()],
    ['image/webp', 'lossless', () => picture().webp({ lossless: true }).toBuffer()],
    ['image/webp', 'with a profile', () => picture().withIccProfile('p3').webp().toBuffer()],
    ['image/avif', 'lossy', () => picture().avif().toBuffer()],
    ['image/bmp', 'from the top', () => Promise.resolve(bitmapFile({ width: 300, height: -200, bitsPerPixel: 24, pixels: new Uint8Array(300 * 200 * 3) }))],
  ] as const)('of a %s, %s, is as it is stored', async (contentType, _variant, make) => {
    const bytes = await make();
    expect(storedSize(bytes, contentType)).toEqual({ width: 300, height: 200 });
    // Cut off anywhere in what was read, it is not known; nothing breaks.
    for (let length = 0; length < 40; length += 1) expect(storedSize(bytes.subarray(0, length), contentType) ?? { width: 300, height: 200 }).toEqual({ width: 300, height: 200 });
  });

  it('is not known of noise, nor of what nobody here reads', () => {
    expect(storedSize(new Uint8Array(4096).fill(0xff), 'image/jpeg')).toBeNull();
    expect(storedSize(new Uint8Array(4096), 'image/webp')).toBeNull();
    expect(storedSize(new Uint8Array(4096), 'image/png')).toBeNull();
    expect(storedSize(new Uint8Array(4096), 'image/gif')).toBeNull();
  });
});
