import { attempt, fail, succeed, type Result } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { isGone } from '../../shared/sync/classifyFailure.ts';
import { mergeMedia } from '../../shared/sync/merge.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { MediaRecord, RemoteChart, StoredResource, SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import { isNewer, settleOver } from './settleAnswer.ts';

/**
 * A person decided: where both sides changed the same thing, one of them holds; everything else is kept from both. The result stands on the
 * chart's version of now and is sent like any edit.
 */
export async function resolveConflict(
  context: { readonly chart: RemoteChart; readonly store: SyncStore; readonly now: () => number; readonly signal: AbortSignal },
  entry: OutboxEntry, keep: 'mine' | 'theirs',
): Promise<Result<void>> {
  if (entry.state !== 'conflict') return fail('local.not-found', { detail: 'conflict' });
  const record = await context.store.media(entry.mediaId);
  if (!record) return fail('local.not-found', { detail: 'media' });
  const theirs = await readTheirs(context, record);
  if (!theirs.ok) return record.serverId !== null && isGone(theirs.error) ? attempt(() => context.store.resolveGone(entry.mediaId, keep)) : theirs;
  const { resource, versionId } = theirs.value;
  if (isNewer(record.base, resource)) return fail('server.unconfirmed', { detail: 'an older version' });
  await settleOver(context.store, transition(entry, { kind: 'resolved', now: context.now() }), ({ base, current }) => ({
    base: resource,
    current: keep === 'mine' ? mergeMedia(base, current, resource).merged : withIdentityOf(resource, mergeMedia(base, resource, current).merged),
    serverId: resource.id,
    versionId: versionId ?? null,
    provenAt: null,
  }));
  return succeed(undefined);
}

/** A create that met another Media under its own identifier has no server id here yet. */
async function readTheirs(
  { chart, store, signal }: { readonly chart: RemoteChart; readonly store: SyncStore; readonly signal: AbortSignal }, record: MediaRecord,
): Promise<Result<StoredResource<Media>>> {
  if (record.serverId !== null) return chart.readMedia(record.serverId, signal);
  const patient = record.patientId === null ? undefined : await store.patientServerId(record.patientId);
  const found = await chart.findMediaByIdentifier(mediaIdentifier(record.id), signal, patient);
  if (!found.ok) return found;
  const [only, ...more] = found.value;
  if (more.length > 0) return fail('server.duplicate', { detail: `${String(found.value.length)} matches` });
  return only ? succeed(only) : fail('server.not-found');
}

function withIdentityOf(theirs: Media, merged: Media): Media {
  return { ...merged, ...(theirs.id !== undefined && { id: theirs.id }), ...(theirs.meta !== undefined && { meta: theirs.meta }) };
}
