import type { Failure } from '../../shared/errors/errorCode.ts';
import { attempt, fail, succeed, type Result } from '../../shared/errors/result.ts';
import { bytesApart, standIn } from '../../shared/fhir/bytesApart.ts';
import type { Attachment, Identifier } from '../../shared/fhir/elements.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { subjectKey } from '../../shared/fhir/subjectKey.ts';
import { canonicalMedia } from '../../shared/sync/canonicalMedia.ts';
import { isGone, leavesOpen } from '../../shared/sync/classifyFailure.ts';
import { elementsNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import { localReferences } from '../../shared/sync/localReferences.ts';
import { mergeMedia } from '../../shared/sync/merge.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { BlobStore, MediaRecord, RemoteChart, StoredResource, SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import { isNewer, settleAnswer } from './settleAnswer.ts';

export interface PushContext {
  readonly chart: RemoteChart;
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  /** For what waits. */
  readonly now: () => number;
  /** For what people are told. */
  readonly wall: () => number;
  readonly random: () => number;
  readonly onProgress: (sentBytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * One attempt to bring an entry's Media to the chart: bytes first, then the resource. Ends with the entry saved in its next state: accepted,
 * pending (rebased or to be tried again), conflict or parked.
 */
export async function pushEntry(context: PushContext, ready: OutboxEntry): Promise<void> {
  // Marked before the Media is read: an edit from now on makes an entry of its own, an earlier one is in what is read.
  const sending = transition(ready, { kind: 'sent' });
  await context.store.saveEntry(sending);
  const record = await context.store.media(sending.resourceId);
  if (!record) return giveUp(context, sending, { code: 'local.not-found', detail: 'media' });
  if (sending.operation === 'delete') return remove(context, sending, record);
  // Edited since its turn came, to refer to what the chart has not: it is blocked from now on.
  if (localReferences(record.current).length > 0 && (await context.store.waits(record.id))) return giveUp(context, sending, { code: 'local.cancelled' });
  const uploaded = await upload(context, sending, record);
  if (!uploaded.ok) return giveUp(context, sending, uploaded.error);
  const mine = outgoing(record, uploaded.value, await subjectOf(context, record), insideFor(context.chart, record));
  return record.serverId === null ? create(context, uploaded.value, record, mine) : update(context, uploaded.value, record, record.serverId, mine);
}

/** The patient as the chart knows it; null when the Media has none of its own. */
async function subjectOf(context: Pick<PushContext, 'store'>, { patientId }: MediaRecord): Promise<string | undefined> {
  const serverId = patientId === null ? undefined : await context.store.patientServerId(patientId);
  return serverId === undefined ? undefined : `Patient/${serverId}`;
}

/** What goes over the wire: a create names itself by identifier, its patient by the chart's id and its bytes by where they were sent. */
function outgoing(record: MediaRecord, entry: OutboxEntry, subject: string | undefined, inside: Pick<Attachment, '_data'> | undefined): Media {
  const { current } = record;
  const url = entry.operation === 'create' || wasMoved(record) ? entry.uploadedUrl : null;
  const content = { ...current.content, ...(url !== null && { url }), ...inside };
  if (entry.operation !== 'create') return url === null && inside === undefined ? current : { ...current, content };
  const own = mediaIdentifier(entry.resourceId);
  const others = (current.identifier ?? []).filter(({ system, value }) => system !== own.system || value !== own.value);
  const known = (current.identifier ?? []).some(({ system, value }) => system === own.system && value === own.value);
  return {
    ...current,
    identifier: known ? (current.identifier ?? []) : [...others, own],
    ...(subject !== undefined && { subject: { ...current.subject, reference: subject } }),
    content,
  };
}

/** It belongs to another patient than the chart knows. */
function wasMoved({ base, current }: MediaRecord): boolean {
  return base !== null && subjectKey(base) !== subjectKey(current);
}

/**
 * Sends the bytes, once: of a create, and of a Media that went to another patient, for those the chart has share the access rules of the
 * patient before. Where they lie is remembered before anything else happens.
 */
async function upload(context: PushContext, entry: OutboxEntry, record: MediaRecord): Promise<Result<OutboxEntry>> {
  const wanted = entry.operation === 'create' || (wasMoved(record) && record.contentSha256 !== null && /(?:^|\/)Binary\//.test(record.current.content.url ?? ''));
  if (!context.chart.capabilities.binaries || !wanted || entry.uploadedUrl !== null || record.current.content.data !== undefined || bytesApart(record.current.content)) return succeed(entry);
  const sha256 = record.contentSha256;
  if (sha256 === null) return fail('local.blob-missing');
  const size = await context.blobs.size(sha256);
  if (!size.ok) return size;
  const sent = await attempt(async () =>
    context.chart.uploadBinary(
      {
        id: `${entry.resourceId}.${String(entry.sequence)}`,
        contentType: record.current.content.contentType ?? 'application/octet-stream',
        size: size.value,
        bytes: () => context.blobs.read(sha256),
        bytesFrom: (start) => context.blobs.read(sha256, { start, end: size.value }),
        securityContext: await subjectOf(context, record),
        onProgress: (bytes) => context.onProgress(bytes, size.value),
      },
      context.signal,
    ),
  );
  const answer = sent.ok ? sent.value : sent;
  if (!answer.ok) return answer;
  const uploaded = transition(entry, { kind: 'uploaded', url: answer.value.url });
  await context.store.saveEntry(uploaded);
  return succeed(uploaded);
}

/** The bytes for a chart that takes them only inside the Media; undefined when they are in it already, or lie apart. */
function insideFor(chart: RemoteChart, { current, contentSha256 }: MediaRecord): Pick<Attachment, '_data'> | undefined {
  const { data, url } = current.content;
  if (chart.capabilities.binaries || data !== undefined || url !== undefined || contentSha256 === null || bytesApart(current.content)) return undefined;
  return { _data: standIn({ bytes: contentSha256, text: undefined }) };
}

async function create(context: PushContext, entry: OutboxEntry, record: MediaRecord, mine: Media): Promise<void> {
  const identifier = mediaIdentifier(entry.resourceId);
  // An attempt whose answer was lost, or that the last process did not live to hear, may have had its effect.
  if (entry.attempts > 0 || entry.sentAt !== null) {
    const earlier = await findOne(context, identifier, mine);
    if (!earlier.ok) return giveUp(context, entry, earlier.error);
    if (earlier.value) return meet(context, entry, record, mine, earlier.value);
    if (mayStillTakeEffect(context, entry)) return giveUp(context, entry, { code: 'server.unconfirmed' });
  }
  const { id: _id, meta: _meta, ...fresh } = mine;
  let sent = entry;
  const answer = await context.chart.createMedia(fresh as Media, identifier, context.signal, async () => {
    sent = transition(entry, { kind: 'dispatched', now: context.now() });
    await context.store.saveEntry(sent);
  });
  if (!answer.ok) return giveUp(context, sent === entry || leavesOpen(answer.error) ? sent : transition(sent, { kind: 'not-taken' }), answer.error);
  return answer.value.created ? settleAnswer(context, sent, mine, answer.value) : meet(context, sent, record, mine, answer.value);
}

/** Not to be sent again yet: it would stand in the chart twice. A clock that was set back does not make the wait longer than it is. */
function mayStillTakeEffect({ chart, now }: PushContext, { sentAt }: OutboxEntry): boolean {
  return sentAt !== null && Math.abs(now() - sentAt) < chart.capabilities.lateEffectMilliseconds;
}

async function findOne(context: PushContext, identifier: Identifier, { subject }: Media): Promise<Result<StoredResource<Media> | undefined>> {
  const found = await context.chart.findMediaByIdentifier(identifier, context.signal, /^Patient\/(.+)$/.exec(subject?.reference ?? '')?.[1]);
  if (!found.ok) return found;
  return found.value.length > 1 ? fail('server.duplicate', { detail: `${String(found.value.length)} matches` }) : succeed(found.value[0]);
}

/** The chart holds this Media already, from an earlier attempt or through somebody else. */
async function meet(context: PushContext, entry: OutboxEntry, record: MediaRecord, mine: Media, existing: StoredResource<Media>): Promise<void> {
  return elementsNotHeld(mine, existing.resource).length === 0 ? settleAnswer(context, entry, mine, existing) : rebase(context, entry, record, mine, existing);
}

async function update(context: PushContext, entry: OutboxEntry, record: MediaRecord, serverId: string, mine: Media): Promise<void> {
  const { base, versionId } = record;
  // Bytes sent anew count, though their hash is the same: those the chart has at the old address failed their proof.
  const sameBytes = entry.operation !== 'create' || base?.content.url === mine.content.url;
  if (base && sameBytes && canonicalMedia(base) === canonicalMedia(mine)) {
    return settleAnswer(context, entry, mine, { resource: { ...base, id: serverId }, versionId: versionId ?? undefined });
  }
  if (versionId === null) {
    // A server without versions cannot refuse a stale write, so that we look first.
    const theirs = await context.chart.readMedia(serverId, context.signal);
    if (!theirs.ok) return notThere(context, entry, theirs.error);
    if (!base || canonicalMedia(base) !== canonicalMedia(theirs.value.resource)) return rebase(context, entry, record, mine, theirs.value);
  }
  const answer = await context.chart.updateMedia({ ...mine, id: serverId }, versionId ?? undefined, context.signal);
  if (answer.ok) return settleAnswer(context, entry, mine, answer.value);
  // What a write is told may be about the patient, or about what it refers to.
  if (answer.error.code !== 'server.version-conflict' && !isGone(answer.error)) return giveUp(context, entry, answer.error);
  const theirs = await context.chart.readMedia(serverId, context.signal);
  if (!theirs.ok) return notThere(context, entry, theirs.error);
  return isGone(answer.error) ? giveUp(context, entry, answer.error) : rebase(context, entry, record, mine, theirs.value);
}

/** Deleted in the chart, changed here: a person decides. */
async function notThere(context: PushContext, entry: OutboxEntry, failure: Failure): Promise<void> {
  if (!isGone(failure)) return giveUp(context, entry, failure);
  await context.store.recordConflict({ entry: transition(entry, { kind: 'conflicted', failure: { code: 'server.gone' } }), theirs: null });
}

/** Somebody else changed the Media: merged and tried again at once, or, when both changed the same thing, laid before a person. */
async function rebase(context: PushContext, entry: OutboxEntry, record: MediaRecord, mine: Media, theirs: StoredResource<Media>): Promise<void> {
  if (isNewer(record.base, theirs.resource)) return giveUp(context, entry, { code: 'server.unconfirmed', detail: 'an older version' });
  const { merged, conflicts } = mergeMedia(record.base, mine, theirs.resource);
  if (conflicts.length > 0) return conflicting(context, entry, theirs);
  if (canonicalMedia(merged) === canonicalMedia(theirs.resource)) return settleAnswer(context, entry, mine, theirs, merged);
  const rebased = transition(entry, { kind: 'rebased', now: context.now(), random: context.random() });
  const settled = await context.store.settle({
    entry: rebased,
    expectedCurrent: record.current,
    base: theirs.resource,
    current: merged,
    serverId: theirs.resource.id,
    versionId: theirs.versionId ?? null,
    provenAt: null,
  });
  // Edited meanwhile: the next attempt is refused again and merges the newer state.
  if (!settled) await context.store.saveEntry(rebased);
}

async function remove(context: PushContext, entry: OutboxEntry, record: MediaRecord): Promise<void> {
  const { base, serverId, versionId } = record;
  const accepted = () => context.store.saveEntry(transition(entry, { kind: 'accepted', now: context.now() }));
  if (serverId === null) return accepted();
  // A server without versions cannot refuse to delete what somebody changed, so that we look first.
  const answer = versionId === null ? succeed(undefined) : await context.chart.deleteMedia(serverId, versionId, context.signal);
  if (!answer.ok && isGone(answer.error)) return accepted();
  if (!answer.ok && answer.error.code !== 'server.version-conflict') return giveUp(context, entry, answer.error);
  if (answer.ok && versionId !== null) return accepted();
  const theirs = await context.chart.readMedia(serverId, context.signal);
  if (!theirs.ok) return isGone(theirs.error) ? accepted() : giveUp(context, entry, theirs.error);
  // Changed in the chart, deleted here: a person decides.
  if (versionId !== null || !base || canonicalMedia(base) !== canonicalMedia(theirs.value.resource)) return conflicting(context, entry, theirs.value);
  const deleted = await context.chart.deleteMedia(serverId, undefined, context.signal);
  return deleted.ok || isGone(deleted.error) ? accepted() : giveUp(context, entry, deleted.error);
}

function conflicting(context: PushContext, entry: OutboxEntry, theirs: StoredResource<Media>): Promise<void> {
  return context.store.recordConflict({ entry: transition(entry, { kind: 'conflicted', failure: { code: 'server.version-conflict' } }), theirs });
}

async function giveUp(context: PushContext, entry: OutboxEntry, failure: Failure): Promise<void> {
  await context.store.saveEntry(transition(entry, { kind: 'failed', failure, now: context.now(), random: context.random() }));
}
