import type { Window } from '../../../shared/dicom/display/voi.ts';

const window = (name: string, width: number, centre: number): Window => ({ kind: 'window', centre, width, shape: 'linear', name });

/**
 * Windows of computed tomography, in Hounsfield units. They mean something in no other unit and for no other modality. Widths and centres as
 * Radiopaedia gives them, "Windowing (CT)", https://radiopaedia.org/articles/windowing-ct; of a range its middle.
 */
export const ctPresets: readonly Window[] = [
  window('Brain', 80, 40),
  window('Subdural', 215, 75),
  window('Lung', 1500, -600),
  window('Mediastinum', 350, 50),
  window('Abdomen', 400, 50),
  window('Liver', 150, 30),
  window('Bone', 1800, 400),
  window('Stroke', 40, 40),
];
