import type { Window } from '../../../shared/dicom/display/voi.ts';

const window = (name: string, width: number, centre: number): Window => ({ kind: 'window', centre, width, shape: 'linear', name });

/**
 * Windows of computed tomography, in Hounsfield units. They mean something in no other unit and for no other modality. Widths and centres are
 * Radiopaedia's, "Windowing (CT)", https://radiopaedia.org/articles/windowing-ct, section "Typical window width and level values", compared with
 * a public copy of its table in November 2026. It gives the subdural window as W 130-300, L 50-100: the middle of each is taken. The most used come first: they have the keys.
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
  window('Stroke, narrow', 8, 32),
  window('Temporal bone', 2800, 600),
  window('Spine, soft tissue', 250, 50),
];
