import { createHash } from 'node:crypto';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { attempt, fail, succeed, unwrap, type Result } from '../../shared/errors/result.ts';
import { bytesApart } from '../../shared/fhir/bytesApart.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Attachment } from '../../shared/fhir/elements.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { isGone } from '../../shared/sync/classifyFailure.ts';
import { elementsNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import { lossesOf } from '../../shared/sync/loss.ts';
import { mergeMedia } from '../../shared/sync/merge.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { MediaRecord, RemoteChart, StoredResource } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import type { PushContext } from './pushEntry.ts';
import { releaseMemory } from '../../shared/memory/releaseMemory.ts';
import { alteredFailure, isNewer, settleOver } from './settleAnswer.ts';

/**
 * Reads back what the chart accepted: the Media must hold what was sent, a new one once, and bytes that were sent must have the SHA-256 they have here.
 * Only then the entry is confirmed. A version written by somebody else after ours stands on ours, for If-Match let it through.
 */
export async function proveEntry(context: PushContext, accepted: OutboxEntry): Promise<void> {
  const { chart, store, signal, now, wall } = context;
  const record = await store.media(accepted.resourceId);
  const failed = (failure: Failure) => store.saveEntry(transition(accepted, { kind: 'failed', failure, now: now(), random: context.random() }));
  const unproven = (failure: Failure) => store.saveEntry(transition(accepted, { kind: 'unproven', failure, now: now(), random: context.random() }));
  if (!record) return failed({ code: 'local.not-found', detail: 'media' });

  if (record.serverId === null) {
    // A Media deleted before it ever reached the chart; everything else has an id once it is accepted.
    return accepted.operation === 'delete' ? store.saveEntry(transition(accepted, { kind: 'confirmed', now: wall() })) : failed({ code: 'local.not-found', detail: 'serverId' });
  }
  const held = await chart.readMedia(record.serverId, signal);
  if (accepted.operation === 'delete') {
    if (held.ok) return unproven({ code: 'server.rejected', detail: 'still there' });
    return isGone(held.error) ? store.saveEntry(transition(accepted, { kind: 'confirmed', now: wall() })) : failed(held.error);
  }
  if (!held.ok) return isGone(held.error) ? store.recordConflict({ entry: transition(accepted, { kind: 'conflicted', failure: { code: 'server.gone' } }), theirs: null }) : failed(held.error);
  const { resource, versionId } = held.value;
  // A cache on the way may answer with what was there before. That proves nothing, and must not be taken for somebody's newer version.
  if (isNewer(record.base, resource)) return failed({ code: 'server.unconfirmed', detail: 'an older version' });
  const ours = record.versionId === null || record.versionId === versionId;
  const missing = ours && record.base ? elementsNotHeld(record.base, resource) : [];
  if (missing.length > 0) {
    const next = transition(accepted, { kind: 'unproven', failure: alteredFailure(missing), now: now(), random: context.random() });
    return settleOver(store, next, ({ base, current, serverId, versionId: version, provenAt }) => (
      { base, current, serverId, versionId: version, provenAt, losses: record.base ? lossesOf(record.base, resource) : [] }
    ));
  }

  if ((accepted.operation === 'create' || accepted.uploadedUrl !== null) && record.contentSha256 !== null) {
    const sha256 = await sha256Of(chart, resource.content, signal);
    if (!sha256.ok) return failed(sha256.error);
    if (sha256.value !== record.contentSha256) return unproven({ code: 'data.hash-mismatch' });
  }
  const twice = await findTwice(context, accepted, resource);
  if (twice) return failed(twice);
  const confirmed = transition(accepted, { kind: 'confirmed', now: wall() });
  await settleOver(store, confirmed, (latest) => ({ ...rebasedOn(latest, held.value), provenAt: confirmed.settledAt, losses: [] }));
}

/**
 * What was read is taken over, under what was edited here since, unless a pull brought something newer meanwhile. Where that would be a conflict,
 * the row stays, and the push of the edit finds out.
 */
function rebasedOn(latest: MediaRecord, held: StoredResource<Media>) {
  const kept = { base: latest.base, versionId: latest.versionId, serverId: latest.serverId, current: latest.current };
  if ((latest.versionId !== null && latest.versionId === held.versionId) || isNewer(latest.base, held.resource)) return kept;
  const { merged, conflicts } = mergeMedia(latest.base, latest.current, held.resource);
  return conflicts.length > 0 ? kept : { base: held.resource, versionId: held.versionId ?? null, serverId: held.resource.id, current: merged };
}

/** Conditions do not keep two that are sent at once from both being made, nor one that takes effect after its answer: two are an alarm, not a choice. */
async function findTwice({ chart, signal }: PushContext, { operation, resourceId }: OutboxEntry, { subject }: Media): Promise<Failure | undefined> {
  if (operation !== 'create') return undefined;
  const found = await chart.findMediaByIdentifier(mediaIdentifier(resourceId), signal, /(?:^|\/)Patient\/([^/]+)$/.exec(subject?.reference ?? '')?.[1]);
  if (!found.ok) return found.error;
  return found.value.length > 1 ? { code: 'server.duplicate', detail: `${String(found.value.length)} matches` } : undefined;
}

async function sha256Of(chart: RemoteChart, content: Attachment, signal: AbortSignal): Promise<Result<string>> {
  const apart = bytesApart(content);
  if (apart) return succeed(apart.bytes);
  if (content.data !== undefined) return succeed(createHash('sha256').update(Buffer.from(content.data, 'base64')).digest('hex'));
  if (content.url === undefined) return fail('data.hash-mismatch', { detail: 'no content' });
  const download = await chart.downloadBinary(content.url, signal);
  if (!download.ok) return download;
  return attempt(async () => {
    const hash = createHash('sha256');
    for await (const chunk of unwrap(download).bytes) {
      hash.update(chunk);
      releaseMemory(chunk);
    }
    return hash.digest('hex');
  });
}
