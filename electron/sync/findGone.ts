import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { subjectKey } from '../../shared/fhir/subjectKey.ts';
import { classifyFailure, isGone } from '../../shared/sync/classifyFailure.ts';
import type { RemoteChart, SyncStore } from '../../shared/sync/ports.ts';

interface GoneContext {
  readonly chart: RemoteChart;
  readonly store: SyncStore;
  readonly onPage: (changedMedia: readonly { readonly mediaId: string; readonly patientId: string | null }[], patients: number) => void;
  readonly signal: AbortSignal;
}

/** Of a patient, or (undefined) of all, first seen here up to this one. */
export interface HeldBefore {
  readonly patientId: string | undefined;
  readonly upTo: number;
}

/** A hundred thousand at once would be held twice, by the cache and by whoever asks it. */
const heldAtATime = 1_000;

/**
 * Media that a complete list does not name may be deleted, filed elsewhere, or given to another patient: each is asked for by its
 * id, and only what the chart says it has not is marked.
 * @param held what the chart was known to hold before the list was asked for.
 * @returns those that belong to another patient now, who may be nobody this computer knows.
 */
export async function markGone(context: GoneContext, held: HeldBefore, listed: ReadonlySet<string>): Promise<Result<readonly Media[]>> {
  const moved: Media[] = [];
  for await (const { mediaId, serverId, patientId } of heldBefore(context.store, held)) {
    if (listed.has(serverId)) continue;
    const answer = await context.chart.readMedia(serverId, context.signal);
    if (answer.ok) {
      if (subjectKey(answer.value.resource) !== subjectKey((await context.store.media(mediaId))?.base ?? answer.value.resource)) moved.push(answer.value.resource);
      continue;
    }
    if (isGone(answer.error)) {
      if (await context.store.markGone(mediaId, serverId)) context.onPage([{ mediaId, patientId }], 0);
    } else if (classifyFailure(answer.error) !== 'person') return answer;
  }
  return succeed(moved);
}

async function* heldBefore(store: SyncStore, { patientId, upTo }: HeldBefore): AsyncGenerator<Awaited<ReturnType<SyncStore['mediaInChart']>>[number]> {
  for (let after = 0; ; ) {
    const held = await store.mediaInChart(patientId, { after, upTo, most: heldAtATime });
    yield* held;
    const last = held.at(-1);
    if (last === undefined || held.length < heldAtATime) return;
    after = last.ordinal;
  }
}

/** The ids of all Media of a patient, or (undefined) of all of them; a failure when the list was cut short. */
export async function listMedia(chart: RemoteChart, patient: string | undefined, signal: AbortSignal): Promise<Result<ReadonlySet<string>>> {
  const [ids, followed] = [new Set<string>(), new Set<string>()];
  let page = await chart.search({ resourceType: 'Media', ...(patient !== undefined && { patient }), idsOnly: true }, signal);
  for (;;) {
    if (!page.ok) return page;
    for (const { id } of page.value.resources) if (id !== undefined) ids.add(id);
    const { nextPage } = page.value;
    if (nextPage === undefined) return succeed(ids);
    if (followed.has(nextPage)) return fail('server.not-fhir', { detail: 'pages in a circle' });
    followed.add(nextPage);
    page = await chart.followPage(nextPage, signal);
  }
}
