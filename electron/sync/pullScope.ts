import { succeed, type Result } from '../../shared/errors/result.ts';
import { bytesApart } from '../../shared/fhir/bytesApart.ts';
import { checkedAs } from '../../shared/fhir/codec/checkedAs.ts';
import { mediaSchema, patientSchema, type Media, type Patient } from '../../shared/fhir/resources.ts';
import type { Deviation } from '../../shared/fhir/xcaliber/deviation.ts';
import { deviationsOf } from '../../shared/fhir/xcaliber/readGatewayMedia.ts';
import type { BlobStore, RemoteChart, ResourcePage, StoredResource, SyncStore } from '../../shared/sync/ports.ts';
import type { ChartHabits } from './chartHabits.ts';

export interface PullContext {
  readonly chart: RemoteChart;
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  /** Told after every page that brought something. */
  readonly onPage: (changedMedia: readonly { readonly mediaId: string; readonly patientId: string | null }[], patients: number) => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

type Search = Omit<Parameters<RemoteChart['search']>[0], 'since' | 'idsOnly'>;

/**
 * A server stamps `_lastUpdated` before a write can be seen, so that a later stamp may be seen first: every pull looks back this far. Measured
 * on a running server with 8 writers: without overlap 41 of 960 changes missed, with 2 s none.
 */
const overlapMilliseconds = 2_000;
/** How far behind the others a clock in the chart may be, and how late a change may be seen: now and then that is looked back, too. */
const lookBackMilliseconds = 600_000;

/**
 * One search from its cursor to its end; the cursor moves with each page, in the page's own transaction. While one is written, the next is
 * checked and the one after it asked for.
 * @param again reads once more what was read since it was said last: a page that never came, or a stamp of a clock that is behind, lies before
 * the cursor, and no other search would find it.
 * @returns the ids that were read, when they are all there are; undefined when only changes were asked for.
 */
export async function pullScope(context: PullContext, habits: ChartHabits, scope: string, request: Search, again: boolean): Promise<Result<ReadonlySet<string> | undefined>> {
  const { chart, store, signal } = context;
  const cursor = await store.cursor(scope);
  let newest = cursor === undefined ? Number.NEGATIVE_INFINITY : Date.parse(cursor);
  const readTwice = `${scope} read twice`;
  const from = again ? Math.min(newest, Date.parse((await store.cursor(readTwice)) ?? cursor ?? '')) - lookBackMilliseconds : newest - overlapMilliseconds;
  let [page, since] = await firstPage(context, habits, request, Number.isFinite(from) ? from : undefined);
  // While the server keeps the order asked for, nothing older is still to come, and the cursor may move with each page.
  let [inOrder, previous] = [true, Number.NEGATIVE_INFINITY];
  const [followed, ids] = [new Set<string>(), new Set<string>()];
  let writing: Promise<void> = Promise.resolve();
  for (;;) {
    if (!page.ok) {
      await writing;
      return page;
    }
    for (const resource of page.value.resources) {
      if (resource.id !== undefined) ids.add(resource.id);
      const updated = Date.parse(resource.meta?.lastUpdated ?? '');
      if (updated < previous) inOrder = false;
      if (updated > newest) newest = updated;
      previous = updated;
      // It was not asked for: the chart answers all it has, whatever it is asked.
      if (since !== undefined && updated < since) [habits.tellsNoChanges, since] = [true, undefined];
    }
    const { nextPage } = page.value;
    const last = nextPage === undefined || followed.has(nextPage);
    const moved = Number.isFinite(newest) && (inOrder || last) ? new Date(newest).toISOString() : undefined;
    const following = last ? undefined : chart.followPage(nextPage, signal);
    try {
      const checked = await checkedPage(context, page.value);
      await writing;
      writing = writePage(context, scope, checked, moved, request.patient);
      // Heard of when it is waited for, at the latest by the page after the next.
      writing.catch(() => undefined);
      if (following === undefined) await writing;
    } catch (error) {
      await following;
      throw error;
    }
    if (following === undefined) {
      if (again && cursor !== undefined) await store.applyPage({ scope: readTwice, cursor, patients: [], media: [] });
      return succeed(since === undefined && nextPage === undefined ? ids : undefined);
    }
    if (nextPage !== undefined) followed.add(nextPage);
    page = await following;
  }
}

/** @returns the page, and the instant it was really asked from, in ms. */
async function firstPage(
  { chart, signal }: PullContext, habits: ChartHabits, request: Search, since: number | undefined,
): Promise<[page: Result<ResourcePage>, since: number | undefined]> {
  const whole = () => chart.search(request, signal);
  if (since === undefined || !habits.changesOf(chart)) return [await whole(), undefined];
  const changes = await chart.search({ ...request, since: new Date(since).toISOString() }, signal);
  if (changes.ok || changes.error.code !== 'server.rejected') return [changes, since];
  const all = await whole();
  if (all.ok) habits.tellsNoChanges = true;
  return [all, undefined];
}

/** Hands a page to the store; the cursor stays where it is. @param askedFor the chart's id of the patient whose Media these are. */
export async function applyPage(context: PullContext, scope: string, page: ResourcePage, askedFor: string | undefined): Promise<void> {
  await writePage(context, scope, await checkedPage(context, page), undefined, askedFor);
}

type CheckedPage = Pick<Parameters<SyncStore['applyPage']>[0], 'patients' | 'media'>;

async function writePage({ store, onPage }: PullContext, scope: string, page: CheckedPage, cursor: string | undefined, askedFor: string | undefined): Promise<void> {
  onPage(await store.applyPage({ scope, cursor, askedFor, ...page }), page.patients.length);
}

async function checkedPage({ blobs }: PullContext, { resources, deviations }: ResourcePage): Promise<CheckedPage> {
  const patients: (Patient & { readonly id: string })[] = [];
  const media: { stored: StoredResource<Media>; inlineContent: { readonly sha256: string; readonly size: number } | null; deviations: readonly Deviation[] }[] = [];
  for (const resource of resources) {
    if (resource.resourceType === 'Patient') {
      const patient = checkedAs(patientSchema, resource);
      if (patient.success && patient.data.id !== undefined) patients.push({ ...patient.data, id: patient.data.id });
    } else {
      const parsed = checkedAs(mediaSchema, resource);
      if (!parsed.success || parsed.data.id === undefined) continue;
      const apart = bytesApart(parsed.data.content);
      const size = apart && (await blobs.size(apart.bytes));
      media.push({
        stored: { resource: { ...parsed.data, id: parsed.data.id }, versionId: parsed.data.meta?.versionId },
        inlineContent: apart && size?.ok === true ? { sha256: apart.bytes, size: size.value } : null,
        deviations: [...(deviations?.get(parsed.data.id) ?? []), ...deviationsOf(parsed.data)],
      });
    }
  }
  return { patients, media };
}
