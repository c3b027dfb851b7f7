import type { Result } from '../../shared/errors/result.ts';
import { ChartHabits } from './chartHabits.ts';
import { pullAllMedia, pullEachPatient } from './pullAllMedia.ts';
import { isWholeDue } from './pullMedia.ts';
import { pullScope, type PullContext } from './pullScope.ts';

/**
 * Patients first, then their Media: by one search for all where the chart has it, else by one for each patient. A cursor for each search,
 * moved with each page.
 * @param habits what is known of the chart; this may learn more.
 * @returns the first failure, or the one that ended it.
 */
export async function pullChart(context: PullContext, habits = new ChartHabits()): Promise<Result<void>> {
  const patients = await pullScope(context, habits, 'Patient', { resourceType: 'Patient' }, await isWholeDue(context));
  if (!patients.ok) return patients;
  if (context.chart.capabilities.changesSince && !habits.listsByPatientOnly) {
    const pulled = await pullAllMedia(context, habits);
    if (!habits.listsByPatientOnly) return pulled;
  }
  return pullEachPatient(context, habits, await context.store.patientsToPull());
}
