import type { LifeSizeUnknown } from '../../../shared/dicom/display/lifeSize.ts';

/** Why a picture cannot be shown life size. */
export const whyUnknown: Readonly<Record<LifeSizeUnknown, string>> = {
  uncalibrated: 'The file does not say how large its pixels are.',
  atDetector: 'The file says how large its pixels are on the detector; in the body they are smaller, nobody knows how much.',
  byRegion: 'Parts of this picture have scales of their own.',
  contradictory: 'The file says two different things about the shape of its pixels.',
};

/** Nearer to 1 than a screen is calibrated. */
const nearlyOne = 0.005;

/** "Life size", "0.50 × life size". */
export function describeTimes(times: number): string {
  return Math.abs(times - 1) <= nearlyOne ? 'Life size' : `${times.toPrecision(times < 1 ? 2 : 3)} × life size`;
}
