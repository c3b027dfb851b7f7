import type { Failure } from '../../shared/errors/errorCode.ts';
import { succeed, type Result } from '../../shared/errors/result.ts';
import { classifyFailure } from '../../shared/sync/classifyFailure.ts';
import type { ChartHabits } from './chartHabits.ts';
import { forEachBounded } from './forEachBounded.ts';
import { isWholeDue, pullMedia, saveWhole, scopeOf, wholeScopeOf } from './pullMedia.ts';
import type { PullContext } from './pullScope.ts';

const patientsAtATime = 3;
/** So many patients without a Media are asked for theirs, to see whether the search for all leaves any out. */
const patientsLookedAt = 10;
/** Where it is kept up to which patient, in order of first being seen, the search for all Media speaks for them. */
const patientsScope = 'Media patients';

type PatientToPull = Awaited<ReturnType<PullContext['store']['patientsToPull']>>[number];

/** One search for each patient. A failure of the link ends it; another one (this patient's Media forbidden, say) only that search. */
export async function pullEachPatient(context: PullContext, habits: ChartHabits, patients: readonly PatientToPull[]): Promise<Result<void>> {
  let failure: Failure | undefined;
  await forEachBounded(patients, patientsAtATime, async (patient) => {
    if (failure && classifyFailure(failure) !== 'person') return;
    const pulled = await pullMedia(context, habits, patient);
    if (!pulled.ok && (!failure || classifyFailure(failure) === 'person')) failure = pulled.error;
  });
  return failure ? { ok: false, error: failure } : succeed(undefined);
}

/**
 * The Media of all patients by one search, however many they are: a thousand patients were a thousand requests at every pull. A chart that
 * refuses it, or leaves some out, shows in `habits`, and is asked patient by patient; each search has its own cursor, so that the change loses nothing.
 */
export async function pullAllMedia(context: PullContext, habits: ChartHabits): Promise<Result<void>> {
  const first = await pullByThemselves(context, habits);
  if (!first.ok && classifyFailure(first.error) !== 'person') return first;
  const due = await isWholeDue(context);
  const before = await context.store.cursor(scopeOf());
  const pulled = await pullMedia(context, habits);
  if (!pulled.ok) {
    habits.notListed(pulled.error, before !== (await context.store.cursor(scopeOf())));
    return pulled;
  }
  habits.listed();
  const complete = due ? await leavesNobodyOut(context) : succeed(true);
  if (!complete.ok) return complete;
  if (!complete.value) {
    habits.listsByPatientOnly = true;
    // The next who asks it for all looks again.
    await saveWhole(context, 0);
  }
  return first;
}

/**
 * The patients whom the search for all does not speak for: those first seen since it began, whose Media may be older than where it stands. And
 * until it has come to its end for the first time, the pinned ones, for whom somebody waits.
 */
async function pullByThemselves(context: PullContext, habits: ChartHabits): Promise<Result<void>> {
  const { store } = context;
  const spokenFor = await store.cursor(patientsScope);
  const newcomers = await store.patientsToPull(spokenFor === undefined ? 0 : Number(spokenFor));
  const begun = spokenFor !== undefined;
  const isNew = new Set(begun ? newcomers.map(({ patientId }) => patientId) : []);
  const through = (await store.cursor(wholeScopeOf())) !== undefined;
  const pinned = through ? [] : (begun ? await store.patientsToPull() : newcomers).filter((patient) => patient.pinned && !isNew.has(patient.patientId));
  const pulled = await pullEachPatient(context, habits, [...pinned, ...(begun ? newcomers : [])]);
  if (!pulled.ok && classifyFailure(pulled.error) !== 'person') return pulled;
  const last = Math.max(0, ...newcomers.map(({ ordinal }) => ordinal));
  if (newcomers.length > 0 || !begun) await store.applyPage({ scope: patientsScope, cursor: String(last), patients: [], media: [] });
  return pulled;
}

/** A search that answers less than all, and says nothing of it, would look like a chart without those Media. */
async function leavesNobodyOut({ chart, store, signal }: PullContext): Promise<Result<boolean>> {
  for (const { serverId } of await store.patientsWithoutMedia(patientsLookedAt)) {
    const page = await chart.search({ resourceType: 'Media', patient: serverId, idsOnly: true }, signal);
    if (!page.ok && classifyFailure(page.error) !== 'person') return page;
    if (page.ok && page.value.resources.length > 0) return succeed(false);
  }
  return succeed(true);
}
