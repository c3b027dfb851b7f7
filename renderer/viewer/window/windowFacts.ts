import { describeWindow } from './describeWindow.ts';
import type { GreyWindow } from './useGreyWindow.ts';
import { windowPresets, type NamedPreset } from './windowPresets.ts';

/** What there is to say of the window that a grey picture is looked at through. */
export interface WindowFacts {
  readonly words: string;
  /** Of the modality; null: it has none. */
  readonly unit: string | null;
  readonly presets: readonly NamedPreset[];
}

/** @returns null where the picture is not grey. @param modality of the file: some windows mean something for one only. */
export function windowFacts({ shown, inverted }: Pick<GreyWindow, 'shown' | 'inverted'>, modality: string | null): WindowFacts | null {
  if (shown === null) return null;
  const { voi } = shown.frame;
  const unit = unitOf(voi.unit, modality);
  return { words: describeWindow(shown.preset, unit, inverted), unit, presets: windowPresets(voi, modality) };
}

/** "US" is what the standard calls unspecified; computed tomography that says nothing is in Hounsfield units. DICOM PS3.3, C.11.1.1.2. */
function unitOf(unit: string | null, modality: string | null): string | null {
  if (unit === 'US') return null;
  return unit ?? (modality === 'CT' ? 'HU' : null);
}
