import { describe, expect, it } from 'vitest';
import { displayGrey, greyPixels, proposedWindow } from '../../../../shared/dicom/display/displayGrey.ts';
import type { Voi } from '../../../../shared/dicom/display/voi.ts';
import type { Samples } from '../../../../shared/dicom/pixels/samples.ts';

const voi = (more: Partial<Voi> = {}): Voi => ({ modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false, ...more });
const window = { kind: 'window', centre: 100, width: 200, shape: 'linearExact', name: null } as const;

describe('grey for a canvas', () => {
  it.each<[string, Samples]>([
    ['8 bits', Uint8Array.of(0, 50, 100, 150, 200)], ['8 bits with a sign', Int8Array.of(-128, -1, 0, 100, 127)], ['16 bits', Uint16Array.of(0, 50, 100, 200, 65_535)],
    ['16 bits with a sign', Int16Array.of(-32_768, -1, 0, 150, 32_767)], ['32 bits', Uint32Array.of(0, 50, 100, 200, 4_000_000_000)], ['fractions', Float32Array.of(-1, 0.5, 100, 150.5, 1e9)],
  ])('of %s is the grey of the screen in red, green and blue, opaque', (_name, values) => {
    const shades = [...displayGrey(values, voi(), window)];
    const pixels = new Uint32Array(values.length);
    greyPixels(values, voi(), window, pixels);
    expect([...new Uint8Array(pixels.buffer)]).toEqual(shades.flatMap((shade) => [shade, shade, shade, 255]));
    expect(new Set(shades).size).toBeGreaterThan(2);
  });

  it('begins with what the device proposes, else with what the values span', () => {
    expect(proposedWindow(Uint8Array.of(10, 30), voi({ presets: [window] }))).toBe(window);
    expect(proposedWindow(Uint8Array.of(10, 30), voi({ modality: { kind: 'rescale', slope: -2, intercept: 5 } }))).toMatchObject({ centre: -35, width: 40 });
  });

  // https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.11.html#sect_C.11.1.1.1: what lies before the first is the first, after the last the last.
  it.each<[string, Samples]>([['without a sign', Uint16Array.of(0, 9, 10, 11, 12, 13, 65_535)], ['with one', Int16Array.of(-5, 9, 10, 11, 12, 13, 32_767)]])('goes through the table of the modality first: values %s', (_name, values) => {
    const through = voi({ modality: { kind: 'table', table: { first: 10, bits: 16, entries: Uint16Array.of(0, 60, 200) } } });
    // (0 - 100) / 200 + 1/2, (60 - 100) / 200 + 1/2, (200 - 100) / 200 + 1/2 of 255.
    expect([...displayGrey(values, through, window)]).toEqual([0, 0, 0, 77, 255, 255, 255]);
    expect([...displayGrey(values, { ...through, inverse: true }, window)]).toEqual([255, 255, 255, 179, 0, 0, 0]);
    expect(proposedWindow(values, through)).toMatchObject({ centre: 100, width: 200 });
  });
});
