import { setTimeout as pause } from 'node:timers/promises';
import type { Cache } from '../../electron/cache/cache.ts';
import { systemClock } from '../../electron/sync/syncClock.ts';
import { createSyncEngine, type SyncEngine } from '../../electron/sync/syncEngine.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { BlobStore, RemoteChart } from '../../shared/sync/ports.ts';
import { MemoryBlobs } from './memoryBlobs.ts';
import { recordPicture } from './recordPicture.ts';

/** So often it is tried to settle before that counts as never. */
const mostRounds = 4_000;

/** Cache and engine of one workstation against a chart that is really there, in real time; its dice always fall short, so that retries come soon. */
export class LiveStation {
  readonly cache: Cache;
  readonly blobs: BlobStore = new MemoryBlobs();
  readonly engine: SyncEngine;
  readonly defects: unknown[] = [];
  #later = 0;

  constructor(cache: Cache, chart: RemoteChart) {
    this.cache = cache;
    const clock = { ...systemClock, now: () => Date.now() + this.#later, elapsed: () => systemClock.elapsed() + this.#later };
    this.engine = createSyncEngine({ chart, store: cache, blobs: this.blobs, onChange: () => undefined, clock, random: () => 0.02, onDefect: (error) => this.defects.push(error) });
  }

  /** What is done now and then is due again. */
  anHourPasses(): void {
    this.#later += 3_600_000;
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.cache.close();
  }

  /** @param patientServerId undefined: any patient. */
  capture(bytes: Uint8Array, patientServerId?: string): Promise<string> {
    return recordPicture(this, bytes, { patientServerId });
  }

  /** On top of what a pull brought meanwhile. */
  async edit(mediaId: string, change: (media: Media) => Media): Promise<void> {
    for (;;) {
      const rows = await this.cache.mediaRows(mediaId);
      if (!rows) throw new Error('no such Media');
      const saved = await this.cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: change(rows.record.current), at: Date.now() });
      if (!saved.ok && saved.error.code === 'server.version-conflict') continue;
      unwrap(saved);
      return;
    }
  }

  /** Syncs until everything is proven but what waits for a person, and all bytes are here. @returns the outbox entries that are not proven. */
  async settle(): Promise<readonly { readonly resourceId: string; readonly sequence: number; readonly state: string; readonly failure: string }[]> {
    for (let round = 0; ; round += 1) {
      await this.engine.runUntilIdle();
      const left = (await this.cache.outbox()).filter(({ state }) => state !== 'confirmed');
      const { contentMissing } = await this.cache.counts();
      const moving = contentMissing > 0 || left.some(({ state }) => state !== 'conflict' && state !== 'parked') || this.engine.status().link !== 'online';
      if (!moving || round === mostRounds) return left.map(({ resourceId, sequence, state, failure }) => ({ resourceId, sequence, state, failure: [failure?.code, failure?.detail].join(' ') }));
      await pause(20);
    }
  }
}
