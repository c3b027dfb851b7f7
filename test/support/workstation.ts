import { createHash, randomUUID } from 'node:crypto';
import type { Cache } from '../../electron/cache/cache.ts';
import { collectBytes } from '../../electron/workspace/collectBytes.ts';
import { Registrations } from '../../electron/workspace/registrations.ts';
import { createSyncEngine, type SyncEngine } from '../../electron/sync/syncEngine.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { bytesApart, withBytesInside } from '../../shared/fhir/bytesApart.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import type { BlobStore, RemoteChart } from '../../shared/sync/ports.ts';
import { openInlineCache } from './inlineCache.ts';
import { MemoryBlobs } from './memoryBlobs.ts';
import type { VirtualClock } from './virtualClock.ts';

/** One computer with Lightbox's cache and engine, as the workspace puts them together, on virtual time. */
export class Workstation {
  readonly cache: Cache;
  readonly blobs: BlobStore;
  readonly events: LightboxEvent[] = [];
  readonly defects: unknown[] = [];
  engine: SyncEngine;
  #power = { on: true };
  readonly #clock: VirtualClock;
  readonly #random: () => number;
  readonly #chart: RemoteChart;

  constructor(options: { readonly directory: string; readonly chart: RemoteChart; readonly clock: VirtualClock; readonly random?: () => number }) {
    this.#clock = options.clock;
    this.blobs = new MemoryBlobs(options.clock.elapsed);
    this.#chart = options.chart;
    this.#random = options.random ?? (() => 0.5);
    this.cache = openInlineCache(options.directory, options.clock.now);
    this.engine = this.#newEngine();
  }

  async start(): Promise<void> {
    await this.engine.start();
    await this.#clock.settle();
  }

  /** The process dies without warning: what it asked for may happen, but nothing it did not do yet; then it is started again. */
  async crash(): Promise<void> {
    this.#power.on = false;
    this.#power = { on: true };
    this.engine = this.#newEngine();
    await this.start();
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.cache.close();
  }

  async capture(patientServerId: string, bytes: Uint8Array, more: Partial<Media> = {}): Promise<string> {
    const id = randomUUID();
    const content = unwrap(await this.blobs.write(bytes));
    const patients = await this.cache.patientsToPull();
    const patientId = patients.find(({ serverId }) => serverId === patientServerId)?.patientId;
    if (patientId === undefined) throw new Error('the patient was not pulled');
    const media: Media = {
      resourceType: 'Media', status: 'completed', subject: { reference: `Patient/${patientServerId}` }, createdDateTime: '2026-11-23T10:00:00+01:00',
      content: { contentType: 'image/jpeg', size: content.size, hash: createHash('sha1').update(bytes).digest('base64') }, ...more,
    };
    unwrap(await this.cache.recordCapture({ id, patientId, media, at: this.#clock.now(), content, thumbnailSha256: null }));
    this.engine.wake();
    return id;
  }

  /** A new picture of anybody who is known here, by Lightbox's own id. */
  async captureOf(patientId: string, bytes: Uint8Array): Promise<string> {
    const id = randomUUID();
    const content = unwrap(await this.blobs.write(bytes));
    const reference = await this.cache.patientReference(patientId);
    if (reference === undefined) throw new Error('no such patient');
    const media: Media = {
      resourceType: 'Media', status: 'completed', subject: { reference }, createdDateTime: '2026-11-23T10:00:00+01:00',
      content: { contentType: 'image/jpeg', size: content.size, hash: createHash('sha1').update(bytes).digest('base64') },
    };
    unwrap(await this.cache.recordCapture({ id, patientId, media, at: this.#clock.now(), content, thumbnailSha256: null }));
    this.engine.wake();
    return id;
  }

  /** As the window registers patients and visits. */
  get registrations(): Registrations {
    return new Registrations({ cache: this.cache, sync: this.engine, now: this.#clock.now, emit: (event) => this.events.push(event) });
  }

  /** As saving annotations does it: on top of what a pull brought meanwhile. */
  async edit(mediaId: string, change: (media: Media) => Media): Promise<void> {
    for (;;) {
      const rows = await this.cache.mediaRows(mediaId);
      if (!rows) throw new Error('no such Media');
      const saved = await this.cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: change(rows.record.current), at: this.#clock.now() });
      if (!saved.ok && saved.error.code === 'server.version-conflict') continue;
      unwrap(saved);
      break;
    }
    this.engine.wake();
  }

  /** As the chart would hold it: with its bytes inside, where they came that way. */
  async media(mediaId: string): Promise<Media> {
    const { current } = await this.record(mediaId);
    const apart = bytesApart(current.content);
    if (!apart) return current;
    const bytes = Buffer.from(await collectBytes(this.blobs.read(apart.text ?? apart.bytes)));
    return { ...current, content: withBytesInside(current.content, bytes.toString(apart.text === undefined ? 'base64' : 'utf8')) };
  }

  async record(mediaId: string) {
    const record = await this.cache.media(mediaId);
    if (!record) throw new Error('no such Media');
    return record;
  }

  /** States of all outbox entries, in order. */
  async states(): Promise<readonly string[]> {
    return (await this.cache.outbox()).toSorted((left, right) => left.sequence - right.sequence).map(({ state }) => state);
  }

  #newEngine(): SyncEngine {
    return createSyncEngine({
      chart: powered(this.#chart, this.#power), store: powered(this.cache, this.#power), blobs: this.blobs, clock: this.#clock, random: this.#random,
      onChange: (event) => this.events.push(event), onDefect: (error) => this.defects.push(error),
    });
  }
}

/** The same object, as long as there is power; after that, neither calls nor answers get through. */
function powered<Target extends object>(target: Target, power: { readonly on: boolean }): Target {
  const never = new Promise<never>(() => undefined);
  return new Proxy(target, {
    get: (_target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...input: readonly unknown[]) => {
        if (!power.on) return never;
        const answer: unknown = await Reflect.apply(member, target, input);
        return power.on ? answer : never;
      };
    },
  });
}
