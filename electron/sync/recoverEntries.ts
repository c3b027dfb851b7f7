import type { SyncStore } from '../../shared/sync/ports.ts';
import { transition } from '../../shared/sync/transition.ts';
import type { KeyedMutex } from '../../shared/sync/keyedMutex.ts';

/** A clock that was set back while nobody looked lets nothing wait longer than it was meant to. */
export async function shortenWaits(store: SyncStore, now: number): Promise<void> {
  for (const entry of await store.readyEntries(Number.MAX_SAFE_INTEGER)) {
    const shortened = transition(entry, { kind: 'restarted', now });
    if (shortened !== entry) await store.saveEntry(shortened);
  }
}

/** The way to the chart is open again: what failed of it need not sit out its pause. */
export async function recoverEntries(store: SyncStore, perResource: KeyedMutex, now: () => number): Promise<void> {
  for (const { sequence, resourceId, failure } of await store.readyEntries(Number.MAX_SAFE_INTEGER)) {
    // One that is on its way again needs no help, and its file may take an hour.
    if (failure === null || perResource.isBusy(resourceId)) continue;
    await perResource.run(resourceId, async () => {
      const entry = await store.entry(sequence);
      if (entry) await store.saveEntry(transition(entry, { kind: 'recovered', now: now() }));
    });
  }
}
