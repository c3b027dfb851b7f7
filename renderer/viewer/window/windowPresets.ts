import type { TablePreset, Voi, Window } from '../../../shared/dicom/display/voi.ts';
import { ctPresets } from './ctPresets.ts';

/** The keys that choose the first ones: 1 is the picture's actual size. */
export const presetKeys = ['2', '3', '4', '5', '6', '7', '8', '9'] as const;

export interface NamedPreset {
  readonly name: string;
  readonly fromFile: boolean;
  readonly preset: Window | TablePreset;
}

/** What the device proposes first, then what the modality is usually looked at through. */
export function windowPresets(voi: Voi, modality: string | null): readonly NamedPreset[] {
  const own = voi.presets.map((preset, index) => ({ name: preset.name ?? (voi.presets.length === 1 ? 'As recorded' : `As recorded ${String(index + 1)}`), fromFile: true, preset }));
  const usual = modality === 'CT' && voi.unit !== 'US' ? ctPresets.map((preset) => ({ name: preset.name ?? '', fromFile: false, preset })) : [];
  return [...own, ...usual];
}
