import type { Samples } from '../pixels/samples.ts';
import type { LookupTable, TablePreset, Voi, Window } from './voi.ts';

/**
 * Stored values as grey of 8 bits, for a screen. Without a preset the window is what the frame's values span.
 * Whole numbers of up to 16 bits go through one table, so that a change of the window costs one look-up per pixel.
 */
export function displayGrey(values: Samples, voi: Voi, preset: Window | TablePreset = voi.presets[0] ?? spanOf(values, voi)): Uint8ClampedArray {
  const shades = new Uint8ClampedArray(values.length);
  const shade = (stored: number): number => {
    const grey = greyOf(modalityValue(stored, voi), preset);
    return Math.round(255 * (voi.inverse ? 1 - grey : grey));
  };
  if (values.BYTES_PER_ELEMENT <= 2) {
    const offset = values instanceof Int16Array ? 32_768 : values instanceof Int8Array ? 128 : 0;
    const table = new Uint8Array(values.BYTES_PER_ELEMENT === 1 ? 256 : 65_536);
    for (let index = 0; index < table.length; index += 1) table[index] = shade(index - offset);
    for (let index = 0; index < values.length; index += 1) shades[index] = table[(values[index] ?? 0) + offset] ?? 0;
    return shades;
  }
  for (let index = 0; index < values.length; index += 1) shades[index] = shade(values[index] ?? 0);
  return shades;
}

/** In the modality's unit. */
function modalityValue(stored: number, { modality }: Voi): number {
  return modality.kind === 'table' ? entryOf(modality.table, stored) : stored * modality.slope + modality.intercept;
}

/** A window from the least to the greatest value of the frame. */
function spanOf(values: Samples, voi: Voi): Window {
  let [least, most] = [Infinity, -Infinity];
  for (const stored of values) {
    if (Number.isNaN(stored)) continue;
    if (stored < least) least = stored;
    if (stored > most) most = stored;
  }
  const ends = least > most ? [0, 0] : [modalityValue(least, voi), modalityValue(most, voi)];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return { kind: 'window', centre: (low + high) / 2, width: Math.max(high - low, Number.MIN_VALUE), shape: 'linearExact', name: null };
}

/** From 0 (black) to 1 (white). DICOM PS3.3, C.11.2.1.2 and C.11.2.1.3. */
function greyOf(value: number, preset: Window | TablePreset): number {
  if (preset.kind === 'table') return entryOf(preset.table, value) / (2 ** preset.table.bits - 1);
  const { centre, width } = preset;
  switch (preset.shape) {
    case 'sigmoid':
      return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
    case 'linearExact':
      return clamp((value - centre) / width + 0.5);
    case 'linear':
      // A width of 1 is a threshold.
      if (width <= 1) return value <= centre - 0.5 ? 0 : 1;
      return clamp((value - (centre - 0.5)) / (width - 1) + 0.5);
  }
}

function clamp(grey: number): number {
  return Number.isNaN(grey) ? 0 : Math.min(1, Math.max(0, grey));
}

/** Values before the first entry and behind the last take that entry. */
function entryOf({ first, entries }: LookupTable, value: number): number {
  return entries[Math.min(entries.length - 1, Math.max(0, Math.round(value) - first))] ?? 0;
}
