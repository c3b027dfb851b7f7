import { attempt, fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { contestedIn } from '../../shared/sync/contestedIn.ts';
import { choiceFor, type Choices } from '../../shared/sync/mergeConflict.ts';
import type { OutboxEntry } from '../../shared/sync/outboxEntry.ts';
import type { Conflict, ConflictOutcome, SyncStore } from '../../shared/sync/ports.ts';
import { setAsideBy, type SetAsideItem } from '../../shared/sync/setAsideItem.ts';
import { transition } from '../../shared/sync/transition.ts';

export interface Decision {
  readonly choices: Choices;
  /** Which three states it was made for; undefined: as they are now. */
  readonly shown?: string | undefined;
  readonly author: string;
}

/**
 * A person decided what both sides changed; everything else is kept from both. It needs no chart: the result stands on the version that was
 * shown and is sent with it, so that what the chart came to hold meanwhile is met as a conflict anew, and never overwritten.
 * Fails with `data.changed-meanwhile` when one side is not what was shown, or something was left undecided.
 */
export async function resolveConflict(context: { readonly store: SyncStore; readonly now: () => number }, entry: OutboxEntry, decision: Decision): Promise<Result<void>> {
  const conflict = await context.store.conflict(entry.resourceId);
  if (!conflict || conflict.entry.sequence !== entry.sequence) return fail('local.not-found', { detail: 'conflict' });
  if (decision.shown !== undefined && decision.shown !== conflict.shown) return fail('data.changed-meanwhile');
  const decided = outcomeOf(conflict, decision.choices, context.now());
  if (!decided) return fail('data.changed-meanwhile', { detail: 'undecided' });
  const written = await attempt(() => context.store.decideConflict({ mediaId: entry.resourceId, shown: conflict.shown, author: decision.author, ...decided }));
  if (!written.ok) return written;
  return written.value ? succeed(undefined) : fail('data.changed-meanwhile');
}

/** @returns undefined when something is undecided. */
function outcomeOf({ entry, record, theirs, versionId }: Conflict, choices: Choices, now: number): { readonly outcome: ConflictOutcome; readonly setAside: readonly SetAsideItem[] } | undefined {
  const { conflicts, merged } = contestedIn({ operation: entry.operation, base: record.base, mine: record.current, theirs }, choices);
  const chosen = conflicts.map((one) => choiceFor(one, choices)?.keep);
  if (chosen.includes(undefined)) return undefined;
  const setAside = setAsideBy(conflicts, choices);
  if (merged === null && chosen[0] === 'theirs') return { outcome: { kind: 'follow' }, setAside };
  if (theirs === null) return { outcome: { kind: 'put-back' }, setAside };
  return { outcome: { kind: 'send', entry: transition(entry, { kind: 'resolved', now }), base: identified(theirs), versionId, current: merged ?? record.current }, setAside };
}

/** What a chart answered has an id: it was read by it. */
function identified(theirs: Media): Media & { readonly id: string } {
  const { id } = theirs;
  if (id === undefined) throw new Error('a chart answered a Media without an id');
  return { ...theirs, id };
}
