import type { TablePreset, Window } from '../../../shared/dicom/display/voi.ts';

/** "C 40 W 400 HU", "Table, inverted": what grey is looked at through, for a corner of the picture. */
export function describeWindow(preset: Window | TablePreset, unit: string | null, inverted: boolean): string {
  const words = preset.kind === 'table' ? (preset.name ?? 'Table of the file') : `C ${short(preset.centre)} W ${short(preset.width)}${unit === null ? '' : ` ${unit}`}`;
  return inverted ? `${words}, inverted` : words;
}

/** Three digits that count, more where the number itself has them before the point. */
function short(value: number): string {
  return Math.abs(value) >= 100 || Number.isInteger(value) ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
