import { describe, expect, it } from 'vitest';
import { dragWindow, rangeOf } from '../../../../../renderer/viewer/window/changeWindow.ts';
import { describeWindow } from '../../../../../renderer/viewer/window/describeWindow.ts';
import { linearPart } from '../../../../../renderer/viewer/window/useColourDisplay.ts';
import { windowPresets } from '../../../../../renderer/viewer/window/windowPresets.ts';
import type { Voi } from '../../../../../shared/dicom/display/voi.ts';

const own = { kind: 'window', centre: 300, width: 1500, shape: 'linear', name: null } as const;
const voi: Voi = { modality: { kind: 'rescale', slope: 1, intercept: -1024 }, unit: 'HU', presets: [own], inverse: false };

describe('a window', () => {
  it('is dragged across its width in four hundred pixels, and up and down its centre', () => {
    expect(dragWindow({ centre: 40, width: 400 }, 10, -20)).toMatchObject({ centre: 20, width: 410 });
    // Narrow windows of fractions move in fractions.
    expect(dragWindow({ centre: 0.5, width: 0.2 }, 0, 100)).toMatchObject({ centre: 0.55, width: 0.2 });
    expect(dragWindow({ centre: 0, width: 1 }, -1000, 0).width).toBeGreaterThan(0);
  });

  it('begins from a table where the table ends', () => {
    expect(rangeOf({ kind: 'table', name: null, table: { first: -100, bits: 8, entries: new Uint16Array(201) } })).toEqual({ centre: 0, width: 200 });
  });

  it('has presets of the file first, and those of computed tomography for nothing else', () => {
    expect(windowPresets(voi, 'CT').map(({ name, fromFile }) => [name, fromFile]).slice(0, 3)).toEqual([['As recorded', true], ['Brain', false], ['Subdural', false]]);
    // Those without a key stand in the menu.
    expect(windowPresets(voi, 'CT')).toHaveLength(12);
    expect(windowPresets(voi, 'MR').map(({ name }) => name)).toEqual(['As recorded']);
    expect(windowPresets({ ...voi, presets: [own, { ...own, name: 'LUNG' }] }, null).map(({ name }) => name)).toEqual(['As recorded 1', 'LUNG']);
  });

  it('is told in the unit of the modality', () => {
    expect(describeWindow(own, 'HU', false)).toBe('C 300 W 1500 HU');
    expect(describeWindow({ ...own, centre: 0.12345, width: 0.5 }, null, true)).toBe('C 0.123 W 0.5, inverted');
    expect(describeWindow({ kind: 'table', name: null, table: { first: 0, bits: 8, entries: new Uint16Array(2) } }, 'HU', false)).toBe('Table of the file');
  });
});

describe('brightness and contrast', () => {
  it('turn around the middle, and are nothing at first', () => {
    expect(linearPart({ brightness: 0, contrast: 1, gamma: 1 })).toEqual({ slope: 1, intercept: 0 });
    const { slope, intercept } = linearPart({ brightness: 0, contrast: 2, gamma: 1 });
    expect([slope * 0.5 + intercept, slope * 0.75 + intercept]).toEqual([0.5, 1]);
  });
});
