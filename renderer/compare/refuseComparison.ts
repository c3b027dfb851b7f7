import { hasFrames } from '../../shared/frames/hasFrames.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';

/** Why pictures are not shown beside each other. */
export type ComparisonRefusal = 'two-patients' | 'unknown-patient' | 'no-picture';

/**
 * Two patients are never on one screen, wherever the address came from and whoever moves a Media meanwhile; whose picture nobody knows might be
 * another's.
 */
export function refuseComparison(details: readonly Pick<MediaDetail, 'view'>[]): ComparisonRefusal | null {
  const patients = new Set(details.map(({ view }) => view.patientId));
  if (patients.size > 1) return 'two-patients';
  if (patients.has(null)) return 'unknown-patient';
  return details.every(({ view }) => hasFrames(view)) ? null : 'no-picture';
}
