import { randomUUID } from 'node:crypto';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { withoutInlineBytes } from '../../shared/fhir/bytesApart.ts';
import { mediaSchema } from '../../shared/fhir/resources.ts';
import { readOnlyReason } from '../../shared/fhir/edit/readOnlyReason.ts';
import type { MethodInput, MethodOutput } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import { bringBack } from '../../shared/sync/bringBack.ts';
import { contestedIn } from '../../shared/sync/contestedIn.ts';
import { mergeMedia } from '../../shared/sync/merge.ts';
import type { MergeConflict } from '../../shared/sync/mergeConflict.ts';
import { setAsideBy } from '../../shared/sync/setAsideItem.ts';
import type { Cache } from '../cache/cache.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';
import { updateMedia } from './updateMedia.ts';

interface Services {
  readonly cache: Cache;
  readonly sync: SyncEngine;
  readonly authorName: string;
  readonly now: () => number;
}

/** The three sides of a conflict; null when nothing of this Media waits for a person to choose. */
export async function readConflict({ cache }: Pick<Services, 'cache'>, { mediaId }: MethodInput<'conflict.get'>): Promise<Result<MethodOutput<'conflict.get'>>> {
  const [conflict, view] = [await cache.conflict(mediaId), await cache.mediaView(mediaId)];
  if (!view) return fail('local.not-found', { detail: 'media' });
  if (!conflict) return succeed(null);
  const { entry, record, theirs, foundAt } = conflict;
  const sides = { operation: entry.operation, base: record.base, mine: record.current, theirs };
  return succeed({
    conflicts: contestedIn(sides).conflicts.map(worded),
    view, foundAt, shown: conflict.shown,
    patient: view.patientId === null ? null : ((await cache.patient(view.patientId)) ?? null),
    operation: entry.operation,
    base: record.base && withoutInlineBytes(record.base),
    mine: withoutInlineBytes(record.current),
    theirs: theirs && withoutInlineBytes(theirs),
  });
}

/** Inline bytes are no words. */
function worded(conflict: MergeConflict): MergeConflict {
  const { place, base, mine, theirs } = conflict;
  if (place.kind !== 'media' && !(place.kind === 'element' && place.path === 'content')) return conflict;
  const words = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value, (name, part: unknown) => (name === 'data' || name === '_data' ? undefined : part))) as unknown);
  return { ...conflict, base: words(base), mine: words(mine), theirs: words(theirs) };
}

export async function decideConflict({ cache, sync, authorName }: Services, { mediaId, shown, choices }: MethodInput<'conflict.resolve'>): Promise<Result<undefined>> {
  const conflict = await cache.conflict(mediaId);
  if (!conflict) return fail('data.changed-meanwhile', { detail: 'no conflict' });
  const decided = await sync.resolve(conflict.entry.sequence, new Map(choices.map((choice) => [choice.key, choice])), { shown, author: authorName });
  return decided.ok ? succeed(undefined) : decided;
}

/** An edit like any other; what it takes the place of is set aside in turn. */
export async function bringBackSetAside({ cache, authorName, now }: Omit<Services, 'sync'>, { mediaId, id }: MethodInput<'media.bringBack'>): Promise<Result<MediaView>> {
  const found = (await cache.setAside(mediaId)).find((one) => one.id === id);
  if (!found) return fail('local.not-found', { detail: 'set aside' });
  if (found.item.place.kind === 'media') {
    const media = mediaSchema.safeParse(found.item.value);
    const back = media.success ? await cache.putBack(mediaId, media.data) : fail('data.invalid-resource');
    if (back.ok) await cache.markBroughtBack(id);
    return back;
  }
  const newId = randomUUID();
  const rows = await cache.mediaRows(mediaId);
  const saved = await updateMedia({ cache, now }, mediaId, (media) => {
    if (readOnlyReason(media) !== null) return fail('data.read-only-resource');
    const changed = bringBack(media, found.item, newId, new Date(now()).toISOString());
    return changed ? succeed(changed) : fail('data.changed-meanwhile', { detail: 'its place is gone' });
  });
  if (!saved.ok) return saved;
  const after = await cache.media(mediaId);
  if (rows && after) {
    const replaced = setAsideBy(mergeMedia(null, rows.record.current, after.current).conflicts, 'theirs');
    await cache.addSetAside(mediaId, authorName, replaced.filter(({ key }) => key === found.item.key));
  }
  await cache.markBroughtBack(id);
  return saved;
}
