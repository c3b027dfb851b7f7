import type { MethodInput } from '../../shared/ipc/contract.ts';
import { forgettingAllBut, nothingPaused, syncPauseSchema, withHold, type SyncPause } from '../../shared/sync/syncPause.ts';
import type { Cache } from '../cache/cache.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';

const pauseSetting = 'sync-pause';

/** What the person who was here last asked to wait. */
export async function rememberedPause(cache: Cache): Promise<SyncPause> {
  return syncPauseSchema.parse((await cache.setting(pauseSetting)) ?? nothingPaused);
}

/** What a person asks to wait: remembered first, then obeyed. One change after the other. */
export class Pauses {
  readonly #cache: Cache;
  readonly #sync: SyncEngine;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ cache, sync }: { readonly cache: Cache; readonly sync: SyncEngine }) {
    this.#cache = cache;
    this.#sync = sync;
  }

  change({ paused, metered, largeBytes }: MethodInput<'sync.pause'>): Promise<void> {
    return this.#inTurn((pause) => ({ ...pause, paused: paused ?? pause.paused, metered: metered ?? pause.metered, largeBytes: largeBytes ?? pause.largeBytes }));
  }

  hold(sequence: number, hold: boolean): Promise<void> {
    return this.#inTurn((pause) => withHold(pause, sequence, hold));
  }

  #inTurn(change: (pause: SyncPause) => SyncPause): Promise<void> {
    const turn = this.#queue.then(async () => {
      const unsettled = await this.#cache.outbox(Number.MAX_SAFE_INTEGER);
      const pause = forgettingAllBut(change(await rememberedPause(this.#cache)), new Set(unsettled.map(({ sequence }) => sequence)));
      await this.#cache.saveSetting(pauseSetting, pause);
      this.#sync.setPause(pause);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}
