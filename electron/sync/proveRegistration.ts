import { ownIdentifier } from '../../shared/fhir/ownIdentifier.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { registrationNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import { transition } from '../../shared/sync/transition.ts';
import { storedOtherwise, type RegistrationContext } from './pushRegistration.ts';
import { alteredFailure } from './settleAnswer.ts';

/**
 * Reads back what the chart took: it must hold what was written here, once. Only then it is confirmed, and what refers to it gets the chart's name
 * for it, in the same transaction.
 */
export async function proveRegistration(context: RegistrationContext, accepted: OutboxEntry): Promise<void> {
  const { chart, store, signal, now, wall, random } = context;
  const record = await store.registration(accepted.resourceId);
  const failed = (failure: Failure) => store.saveEntry(transition(accepted, { kind: 'failed', failure, now: now(), random: random() }));
  if (!record || record.serverId === null) return failed({ code: 'local.not-found', detail: 'registration' });
  const type = record.current.resourceType;
  const held = await chart.readRegistered(type, record.serverId, signal);
  if (!held.ok) return failed(held.error);
  const missing = registrationNotHeld(record.current, held.value.resource);
  if (missing.length > 0) {
    const next = transition(accepted, { kind: 'unproven', failure: alteredFailure(missing, type), now: now(), random: random() });
    return next.state === 'parked' ? storedOtherwise(context, accepted, held.value, missing) : store.saveEntry(next);
  }
  // A condition does not keep two that are sent at once from both being made.
  const found = await chart.findRegistered(type, [ownIdentifier(record.id)], signal);
  if (!found.ok) return failed(found.error);
  if (found.value.length > 1) return failed({ code: 'server.duplicate', detail: `${String(found.value.length)} matches` });
  const confirmed = transition(accepted, { kind: 'confirmed', now: wall() });
  await store.settleRegistration({ entry: confirmed, serverId: record.serverId, versionId: held.value.versionId ?? null, base: held.value.resource, provenAt: confirmed.settledAt });
}
