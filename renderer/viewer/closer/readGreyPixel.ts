import { modalityValue } from '../../../shared/dicom/display/displayGrey.ts';
import type { GreyFrame } from '../window/greyProtocol.ts';
import type { PixelReader } from './pixelValue.ts';

/** Values as recorded, not as shown: what a window makes of them is no measure. @param unit of the modality. */
export function readGreyPixel({ width, height, values, voi }: GreyFrame, unit: string | null): PixelReader {
  return (x, y) => {
    const stored = x < 0 || y < 0 || x >= width || y >= height ? undefined : values[y * width + x];
    if (stored === undefined) return null;
    return { kind: 'grey', stored, value: hundredths(modalityValue(stored, voi)), unit };
  };
}

/** A slope such as 0.1 is not exact in binary; nobody reads more than hundredths off a screen. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
