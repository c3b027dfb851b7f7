import type { Failure } from '../../shared/errors/errorCode.ts';
import { ownIdentifier } from '../../shared/fhir/ownIdentifier.ts';
import { identifiersOfOthers, sameIdentifier, type Registration } from '../../shared/fhir/registration.ts';
import type { Patient } from '../../shared/fhir/resources.ts';
import { leavesOpen } from '../../shared/sync/classifyFailure.ts';
import { registrationNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import { localReferences } from '../../shared/sync/localReferences.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { RegistrationRecord, StoredResource } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import { alteredFailure } from './settleAnswer.ts';
import type { PushContext } from './pushEntry.ts';

export type RegistrationContext = Pick<PushContext, 'chart' | 'store' | 'signal' | 'now' | 'wall' | 'random'>;

/**
 * One attempt to register in the chart what was made here. Looks first, always: for itself, which an attempt whose answer was lost may have made,
 * and for somebody the chart knows by the same identifier, about whom a person is asked. Ends with the entry saved in its next state.
 */
export async function pushRegistration(context: RegistrationContext, ready: OutboxEntry): Promise<void> {
  const { chart, store, signal } = context;
  const sending = transition(ready, { kind: 'sent' });
  await store.saveEntry(sending);
  const record = await store.registration(sending.resourceId);
  if (!record) return giveUp(context, sending, { code: 'local.not-found', detail: 'registration' });
  const { current } = record;
  const type = current.resourceType;
  if (!chart.capabilities.registers.includes(type)) return giveUp(context, sending, { code: 'server.registers-nobody', detail: type });
  if (localReferences(current).length > 0 && (await store.waits(record.id))) return giveUp(context, sending, { code: 'local.cancelled' });

  const wanted = [ownIdentifier(record.id), ...(type === 'Patient' && record.toldApart.length === 0 ? identifiersOfOthers(current) : [])];
  const found = await chart.findRegistered(type, wanted, signal);
  if (!found.ok) return giveUp(context, sending, found.error);
  const mine = found.value.filter(({ resource }) => isOf(record, resource));
  if (mine.length > 1) return giveUp(context, sending, { code: 'server.duplicate', detail: `${String(mine.length)} matches` });
  const [earlier] = mine;
  if (earlier) return meet(context, sending, record, earlier);
  if (found.value.length > 0 || record.alike.length > 0) return askAPerson(context, sending, found.value);
  if (sending.sentAt !== null && Math.abs(context.now() - sending.sentAt) < chart.capabilities.lateEffectMilliseconds) return giveUp(context, sending, { code: 'server.unconfirmed' });

  let sent = sending;
  const answer = await chart.createRegistered(current, wanted, signal, async () => {
    sent = transition(sending, { kind: 'dispatched', now: context.now() });
    await store.saveEntry(sent);
  });
  if (!answer.ok) return giveUp(context, sent === sending || leavesOpen(answer.error) ? sent : transition(sent, { kind: 'not-taken' }), answer.error);
  // Somebody registered the same number in between: the condition found it.
  if (!isOf(record, answer.value.resource)) return askAPerson(context, sent, [answer.value]);
  return meet(context, sent, record, answer.value);
}

/** The chart holds it; when it holds it otherwise than it was made, a person compares the two. */
async function meet(context: RegistrationContext, entry: OutboxEntry, record: RegistrationRecord, held: StoredResource<Registration>): Promise<void> {
  const missing = registrationNotHeld(record.current, held.resource);
  if (missing.length > 0) return storedOtherwise(context, entry, held, missing);
  await context.store.settleRegistration({
    entry: transition(entry, { kind: 'accepted', now: context.now() }), serverId: held.resource.id, versionId: held.versionId ?? null, base: held.resource, provenAt: null,
  });
}

/** What the chart made of a patient stands beside what was written here; of a visit there is nothing to choose. */
export async function storedOtherwise(context: RegistrationContext, entry: OutboxEntry, held: StoredResource<Registration>, missing: readonly string[]): Promise<void> {
  if (isPatient(held)) return askAPerson(context, entry, [held]);
  return giveUp(context, entry, alteredFailure(missing, held.resource.resourceType));
}

function askAPerson(context: RegistrationContext, entry: OutboxEntry, found: readonly StoredResource<Registration>[]): Promise<void> {
  return context.store.recordAlike({ entry: transition(entry, { kind: 'conflicted', failure: { code: 'server.patient-known' } }), patients: found.filter(isPatient) });
}

function isPatient(stored: StoredResource<Registration>): stored is StoredResource<Patient> {
  return stored.resource.resourceType === 'Patient';
}

/** It carries the identifier it got here. */
function isOf({ id }: RegistrationRecord, resource: Registration): boolean {
  return resource.identifier?.some((identifier) => sameIdentifier(identifier, ownIdentifier(id))) === true;
}

async function giveUp(context: RegistrationContext, entry: OutboxEntry, failure: Failure): Promise<void> {
  await context.store.saveEntry(transition(entry, { kind: 'failed', failure, now: context.now(), random: context.random() }));
}
