import { describe, expect, it } from 'vitest';
import { declaredSize } from '../../../../shared/pictures/declaredSize.ts';
import { stillFixtures } from '../../../support/stillFixtures.ts';

const types: Readonly<Record<string, string>> = { PNG: 'image/png', GIF: 'image/gif', WebP: 'image/webp', AVIF: 'image/avif', JPEG: 'image/jpeg', BMP: 'image/bmp' };
const fixtures = stillFixtures.filter(({ format, refused }) => format in types && refused === undefined);

describe('declaredSize', () => {
  it.each(fixtures.map((fixture) => [`${fixture.format}, ${fixture.variant}, ${String(fixture.bits)}`, fixture] as const))('%s', async (_name, { format, variant, width, height, make }) => {
    const file = await make();
    const size = declaredSize(file, types[format] ?? '');
    expect(size?.inPasses).toBe(variant === 'progressive' ? true : undefined);
    // Pictures that lie are as wide as they are shown high.
    expect([size?.width, size?.height].toSorted()).toEqual([width, height].toSorted());
    // Wherever it ends.
    for (let length = 0; length < Math.min(file.length, 400); length += 1) declaredSize(file.subarray(0, length), types[format] ?? '');
  });

  it('knows nothing of what it does not know', () => {
    expect(declaredSize(new Uint8Array(40), 'image/tiff')).toBeUndefined();
    expect(declaredSize(new Uint8Array(40), 'image/jpeg')).toBeUndefined();
    expect(declaredSize(new Uint8Array(), 'image/png')).toBeUndefined();
  });
});
