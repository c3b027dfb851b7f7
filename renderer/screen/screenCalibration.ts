import { z } from 'zod';

/** A screen as the window sees it, CSS pixels of an unzoomed page. Two screens of the same size cannot be told apart: the words say so. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** Physical pixels of a millimetre, by screen. They stay the same when somebody zooms the page, which CSS pixels do not. */
export type ScreenCalibrations = Readonly<Record<string, number>>;

/** Physical pixels per millimetre, from a wall of screens to a telephone; beyond it somebody measured something else. */
const [coarsest, finest] = [1, 40];
const schema = z.record(z.string().regex(/^\d+x\d+$/), z.number().min(coarsest).max(finest));

/** @param kept null: nothing is kept. What cannot be read counts as nothing: no size is better than a wrong one. */
export function readCalibrations(kept: string | null): ScreenCalibrations {
  try {
    const { data } = schema.safeParse(JSON.parse(kept ?? '{}'));
    return data ?? {};
  } catch {
    return {};
  }
}

export function screenName({ width, height }: ScreenSize): string {
  return `${String(Math.round(width))}x${String(Math.round(height))}`;
}

/** @returns CSS pixels per millimetre on that screen; null: it is not calibrated. @param pixelRatio physical pixels per CSS pixel, zoom included. */
export function pixelsPerMillimetreOf(calibrations: ScreenCalibrations, screen: ScreenSize, pixelRatio: number): number | null {
  const physical = calibrations[screenName(screen)];
  return physical === undefined ? null : physical / pixelRatio;
}

/** @param pixelsPerMillimetre CSS pixels, as somebody held something of a known length against them; null forgets. */
export function withCalibration(calibrations: ScreenCalibrations, screen: ScreenSize, pixelRatio: number, pixelsPerMillimetre: number | null): ScreenCalibrations {
  const { [screenName(screen)]: _before, ...others } = calibrations;
  if (pixelsPerMillimetre === null) return others;
  return { ...others, [screenName(screen)]: pixelsPerMillimetre * pixelRatio };
}
