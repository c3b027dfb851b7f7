import type { Media } from '../../shared/fhir/resources.ts';
import { elementsNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import { lossesOf } from '../../shared/sync/loss.ts';
import { mergeMedia } from '../../shared/sync/merge.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { MediaRecord, StoredResource, SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';

/**
 * The chart took a write: what it answered becomes the base, and what was edited here since it was sent stays on top of it. When the answer
 * lacks something of what it should hold, nothing is taken over from it, and the entry is parked with the names of the elements.
 * @param sent what this computer's side was when the attempt began; edits since then are the difference to it.
 * @param expected what the chart should hold now.
 */
export async function settleAnswer(
  context: { readonly store: SyncStore; readonly now: () => number; readonly random: () => number },
  entry: OutboxEntry, sent: Media, answer: StoredResource<Media>, expected: Media = sent,
): Promise<void> {
  const missing = elementsNotHeld(expected, answer.resource);
  const next = missing.length === 0
    ? transition(entry, { kind: 'accepted', now: context.now() })
    : transition(entry, { kind: 'failed', failure: alteredFailure(missing), now: context.now(), random: context.random() });
  await settleOver(context.store, next, (record) => {
    const stale = isNewer(record.base, answer.resource);
    return {
      base: stale ? record.base : answer.resource,
      versionId: stale ? record.versionId : (answer.versionId ?? null),
      serverId: answer.resource.id,
      current: stale || missing.length > 0 ? record.current : mergeMedia(sent, onTop(sent, record.current), answer.resource).merged,
      provenAt: null,
      ...(missing.length > 0 && { losses: lossesOf(expected, answer.resource) }),
    };
  });
}

/** Settles an entry with what `change` makes of the row, again whenever somebody edited the Media in between. */
export async function settleOver(
  store: SyncStore, entry: OutboxEntry, change: (record: MediaRecord) => Omit<Parameters<SyncStore['settle']>[0], 'entry' | 'expectedCurrent'>,
): Promise<void> {
  for (;;) {
    const record = await store.media(entry.resourceId);
    if (!record) return store.saveEntry(entry);
    if (await store.settle({ entry, expectedCurrent: record.current, ...change(record) })) return;
  }
}

/** What the chart did not keep as it was sent. */
export function alteredFailure(elements: readonly string[], type: OutboxEntry['resourceType'] = 'Media') {
  return { code: 'server.rejected' as const, detail: 'stored differently', fields: elements.map((name) => ({ path: `${type}.${name}`, message: 'stored differently' })) };
}

/** What `outgoing` added for the wire is no edit of a person: it is added to the current state, too, before the two are compared. */
function onTop(sent: Media, current: Media): Media {
  const added = (sent.identifier ?? []).filter(({ system, value }) => !(current.identifier ?? []).some((known) => known.system === system && known.value === value));
  return {
    ...current,
    ...(added.length > 0 && { identifier: [...(current.identifier ?? []), ...added] }),
    // Who gave the picture to another patient meanwhile meant it.
    ...(sent.subject && current.subject?.reference === undefined && { subject: sent.subject }),
    content: { ...current.content, ...(sent.content.url !== undefined && { url: sent.content.url }), ...(sent.content['_data'] !== undefined && { _data: sent.content['_data'] }) },
  };
}

/** A pull may have brought a later version than this answer while it was on its way; or a cache on the way answered with an old one. */
export function isNewer(base: Media | null, answer: Media): boolean {
  const [held, answered] = [base, answer].map((media) => Date.parse(media?.meta?.lastUpdated ?? ''));
  return held !== undefined && answered !== undefined && held > answered;
}
