import { succeed, type Result } from '../../shared/errors/result.ts';
import { classifyFailure } from '../../shared/sync/classifyFailure.ts';
import type { ChartHabits } from './chartHabits.ts';
import { listMedia, markGone } from './findGone.ts';
import { applyPage, pullScope, type PullContext } from './pullScope.ts';

/** So often a chart that tells changes is asked for all it holds, to learn what it deleted. */
const wholeEveryMilliseconds = 3_600_000;

/** Whose Media a search is for. */
interface Whose {
  readonly patientId: string;
  readonly serverId: string;
}

/** Where it is kept how far this search came. */
export const scopeOf = (whose?: Whose): string => (whose === undefined ? 'Media' : `Media?patient=${whose.serverId}`);

/** Where it is kept when all Media were last listed: an instant. */
export const wholeScopeOf = (whose?: Whose): string => `${scopeOf(whose)} whole`;

/** Whether it is time for a complete list; a clock that was set back does not put it off. */
export async function isWholeDue({ store, now }: PullContext, whose?: Whose): Promise<boolean> {
  const last = Date.parse((await store.cursor(wholeScopeOf(whose))) ?? '');
  return !(Math.abs(now() - last) < wholeEveryMilliseconds);
}

/** @param at ms since 1970. */
export async function saveWhole({ store }: PullContext, at: number, whose?: Whose): Promise<void> {
  await store.applyPage({ scope: wholeScopeOf(whose), cursor: new Date(at).toISOString(), patients: [], media: [] });
}

/**
 * The Media of one patient, or (undefined) of all, from where the last pull ended. What was deleted is told by no search: it is what a complete
 * list leaves out, and a search that was cut short is none.
 */
export async function pullMedia(context: PullContext, habits: ChartHabits, whose?: Whose): Promise<Result<void>> {
  const { chart, store, signal, now } = context;
  const scope = scopeOf(whose);
  const due = await isWholeDue(context, whose);
  const mayBeWhole = due || !habits.changesOf(chart) || (await store.cursor(scope)) === undefined;
  const held = mayBeWhole ? { patientId: whose?.patientId, upTo: await store.lastMediaOrdinal() } : undefined;
  const pulled = await pullScope(context, habits, scope, { resourceType: 'Media', ...(whose && { patient: whose.serverId }) }, due);
  if (!pulled.ok) return pulled;
  let listed = pulled.value;
  if (listed === undefined && due && held !== undefined && (await store.mediaInChart(held.patientId, { after: 0, upTo: held.upTo, most: 1 })).length > 0) {
    const all = await listMedia(chart, whose?.serverId, signal);
    // A chart that will not list them cannot tell what it deleted; that is no reason to stop.
    if (!all.ok && classifyFailure(all.error) !== 'person') return all;
    if (all.ok) listed = all.value;
  }
  if (due) await saveWhole(context, now(), whose);
  if (listed === undefined || held === undefined) return succeed(undefined);
  const moved = await markGone(context, held, listed);
  if (!moved.ok) return moved;
  if (moved.value.length > 0) await applyPage(context, scope, { resources: moved.value }, whose?.serverId);
  return fetchMissed(context, scope, listed, whose);
}

/** Of a hundred thousand ids, so many cross to the cache together. */
const askedAtATime = 1_000;

/** What the chart lists and nobody here has heard of stood on a page that never came: the cursor has long passed it. */
async function fetchMissed(context: PullContext, scope: string, listed: ReadonlySet<string>, whose: Whose | undefined): Promise<Result<void>> {
  const serverIds = [...listed];
  for (let from = 0; from < serverIds.length; from += askedAtATime) {
    for (const serverId of await context.store.notInChart(serverIds.slice(from, from + askedAtATime), whose?.patientId)) {
      const answer = await context.chart.readMedia(serverId, context.signal);
      if (answer.ok) await applyPage(context, scope, { resources: [answer.value.resource] }, whose?.serverId);
      else if (classifyFailure(answer.error) !== 'person') return answer;
    }
  }
  return succeed(undefined);
}
