import type { Samples } from '../pixels/samples.ts';
import type { LookupTable, TablePreset, Voi, Window } from './voi.ts';

/** Stored values as grey of 8 bits, for a screen. */
export function displayGrey(values: Samples, voi: Voi, preset: Window | TablePreset = proposedWindow(values, voi)): Uint8ClampedArray {
  const shades = new Uint8ClampedArray(values.length);
  mapShades(values, voi, preset, (shade) => shade, shades);
  return shades;
}

/**
 * Stored values as opaque pixels for a canvas, red first in memory.
 * @param pixels one for each value; overwritten.
 */
export function greyPixels(values: Samples, voi: Voi, preset: Window | TablePreset, pixels: Uint32Array): void {
  mapShades(values, voi, preset, littleEndian ? (shade) => 0xff00_0000 | (shade << 16) | (shade << 8) | shade : (shade) => (shade << 24) | (shade << 16) | (shade << 8) | 0xff, pixels);
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** What a frame is looked at through until somebody chooses: the device's favourite, else what the frame's values span. */
export function proposedWindow(values: Samples, voi: Voi): Window | TablePreset {
  return voi.presets[0] ?? spanOf(values, voi);
}

/** Whole numbers of up to 16 bits go through one table, so that a change of the window costs one look-up per pixel. */
function mapShades(values: Samples, voi: Voi, preset: Window | TablePreset, write: (shade: number) => number, into: Uint8ClampedArray | Uint32Array): void {
  const shade = (stored: number): number => {
    const grey = greyOf(modalityValue(stored, voi), preset);
    return write(Math.round(255 * (voi.inverse ? 1 - grey : grey)));
  };
  if (values.BYTES_PER_ELEMENT > 2) {
    for (let index = 0; index < values.length; index += 1) into[index] = shade(values[index] ?? 0);
    return;
  }
  // A signed value's bits, read without sign, are its place in the table: the loop over the pixels has nothing to add.
  const narrow = values.BYTES_PER_ELEMENT === 1;
  const table = new Uint32Array(narrow ? 256 : 65_536);
  const isSigned = values instanceof Int16Array || values instanceof Int8Array;
  for (let index = 0; index < table.length; index += 1) table[index] = shade(isSigned ? signed(index, narrow) : index);
  const places = narrow ? new Uint8Array(values.buffer, values.byteOffset, values.length) : new Uint16Array(values.buffer, values.byteOffset, values.length);
  for (let index = 0; index < places.length; index += 1) into[index] = table[places[index] ?? 0] ?? 0;
}

function signed(bits: number, narrow: boolean): number {
  return narrow ? (bits << 24) >> 24 : (bits << 16) >> 16;
}

/** In the modality's unit. */
export function modalityValue(stored: number, { modality }: Voi): number {
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
