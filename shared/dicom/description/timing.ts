import type { DicomDataSet } from '../reading/dataSet.ts';

/**
 * How long each frame was there, in milliseconds; null where the file does not say: a stack of slices has no time. Frame Time Vector before
 * Frame Time before the rates. DICOM PS3.3, C.7.6.5.
 */
export function readTiming(dataSet: DicomDataSet, count: number): readonly number[] | null {
  if (count < 2) return null;
  const vector = dataSet.decimals('00181065');
  if (vector.length === count && vector.slice(1).every((time) => time > 0)) {
    // Each entry is the time since the frame before; the last frame stays as long as the one before it.
    const durations = vector.slice(1);
    return [...durations, durations.at(-1) ?? 0];
  }
  const frameTime = dataSet.decimal('00181063');
  const rate = dataSet.decimal('00082144') ?? dataSet.decimal('00180040');
  const duration = frameTime !== undefined && frameTime > 0 ? frameTime : rate !== undefined && rate > 0 ? 1000 / rate : null;
  return duration === null ? null : Array.from({ length: count }, () => duration);
}
