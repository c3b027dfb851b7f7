import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CacheCalls } from '../../../electron/cache/cacheCalls.ts';
import { createCacheStore } from '../../../electron/cache/cacheStore.ts';
import { HighWaterMark } from '../../../electron/cache/highWaterMark.ts';
import { migrations } from '../../../electron/cache/migrations/migrations.ts';
import { WorkCopies } from '../../../electron/cache/workCopies.ts';
import { migrate } from '../../../electron/sqlite/migrate.ts';
import { openEncrypted, type EncryptedDatabase } from '../../../electron/sqlite/openEncrypted.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { elementsNotHeld } from '../../../shared/sync/elementsNotHeld.ts';
import { mergeMedia } from '../../../shared/sync/merge.ts';
import type { OutboxEntry } from '../../../shared/sync/outboxEntry.ts';
import type { StoredResource } from '../../../shared/sync/ports.ts';
import { makeSmallDisk, smallDisksCanBeMade, type SmallDisk } from '../../support/smallDisk.ts';
import { databaseIn, databaseKey, highWaterKey, inChart, markIn, page, testMedia, testPatient } from '../../support/testCache.ts';

/** What may happen, in any order; the number picks which Media or entry it happens to. */
const happenings = ['capture', 'edit', 'edit', 'edit elsewhere', 'pull', 'pull', 'push', 'push', 'answer', 'answer', 'prove', 'prove', 'fail', 'park', 'retry', 'restart'] as const;
const story = fc.array(fc.tuple(fc.constantFrom(...happenings), fc.nat({ max: 7 })), { minLength: 10, maxLength: 60 });

/** One attempt on its way: the entry as it was marked and the Media as it was read. */
interface Attempt {
  readonly entry: OutboxEntry;
  readonly sent: Media;
  readonly versionId: string | null;
}

/** The store without its thread: thousands of calls, and nothing between them can interleave anyway. */
function openStore(directory: string): { readonly database: EncryptedDatabase; readonly store: CacheCalls } {
  const database = openEncrypted({ file: databaseIn(directory), key: databaseKey });
  migrate(database, migrations);
  const mark = new HighWaterMark({ database, file: markIn(directory), key: highWaterKey });
  mark.check();
  return { database, store: createCacheStore({ database, mark, copies: new WorkCopies({ folder: join(directory, 'work'), secret: highWaterKey }), now: Date.now }) };
}

/** The cache between a person, a chart that others write to, and attempts whose answers come late or never. */
class Interleaving {
  readonly #directory: string;
  #open: ReturnType<typeof openStore>;
  readonly #patientId: string;
  readonly #chart = new Map<string, { version: number; media: Media }>();
  readonly #attempts: Attempt[] = [];
  /** Every note anybody wrote, by Media. */
  readonly #written = new Map<string, Set<string>>();
  #notes = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.#open = openStore(directory);
    this.#store.applyPage(page({ patients: [testPatient] }));
    this.#patientId = this.#store.patients('')[0]?.id ?? '';
  }

  get #store(): CacheCalls {
    return this.#open.store;
  }

  happen(what: (typeof happenings)[number], pick: number): void {
    const cache = this.#store;
    const ids = cache.mediaIds();
    const id = ids[pick % Math.max(1, ids.length)];
    const entries = this.#entries().filter((entry) => entry.state !== 'confirmed');
    switch (what) {
      case 'capture': {
        // Few Media, so that much happens to each.
        if (ids.length === 2) return;
        const fresh = randomUUID();
        const content = { sha256: fresh.replaceAll('-', '').padEnd(64, '0'), size: 10 };
        const media = testMedia({ identifier: [mediaIdentifier(fresh)] });
        unwrap(cache.recordCapture({ id: fresh, patientId: this.#patientId, media, at: 1, content, thumbnailSha256: null }));
        this.#written.set(fresh, new Set());
        return;
      }
      case 'edit': {
        const rows = id === undefined ? undefined : cache.mediaRows(id);
        if (id === undefined || !rows) return;
        const { current } = rows.record;
        unwrap(cache.recordUpdate({ mediaId: id, expectedRevision: rows.revision, media: this.#withNote(id, current), at: 1 }));
        return;
      }
      case 'edit elsewhere': {
        const [held] = [...this.#chart.entries()].slice(pick % Math.max(1, this.#chart.size));
        if (held) this.#hold(held[0], this.#withNote(held[0], held[1].media));
        return;
      }
      case 'pull':
        cache.applyPage(page({ media: [...this.#chart.keys()].map((own) => this.#read(own)) }));
        return;
      case 'push': {
        const ready = cache.readyEntries(1);
        const entry = ready[pick % Math.max(1, ready.length)];
        if (entry?.state !== 'pending') return;
        const sending = { ...entry, state: 'sending' as const };
        cache.saveEntry(sending);
        const record = cache.media(entry.resourceId);
        if (record) this.#attempts.push({ entry: sending, sent: record.current, versionId: record.versionId });
        return;
      }
      case 'answer':
        return this.#answer(this.#attempts.splice(pick % Math.max(1, this.#attempts.length), 1)[0]);
      case 'fail': {
        const attempt = this.#attempts.splice(pick % Math.max(1, this.#attempts.length), 1)[0];
        if (attempt) cache.saveEntry({ ...attempt.entry, state: 'pending', failure: { code: 'server.unreachable' } });
        return;
      }
      case 'park': {
        const waiting = entries.filter((entry) => entry.state === 'pending')[0];
        if (waiting) cache.saveEntry({ ...waiting, state: 'parked', failure: { code: 'server.rejected' } });
        return;
      }
      case 'retry': {
        const parked = entries.find((entry) => entry.state === 'parked');
        if (parked) cache.saveEntry({ ...parked, state: 'pending', failure: null });
        return;
      }
      case 'prove':
        return this.#prove(entries.find((entry) => entry.state === 'accepted'));
      case 'restart':
        this.#attempts.length = 0;
        this.close();
        this.#open = openStore(this.#directory);
        this.#store.recoverInterrupted();
        return;
    }
  }

  /** What must hold at every moment. */
  check(): void {
    const entries = this.#entries();
    const counts = this.#store.counts();
    const ids = this.#store.mediaIds();
    expect(counts.media).toBe(ids.length);
    for (const state of ['pending', 'sending', 'accepted', 'confirmed', 'parked'] as const) {
      expect(counts.outbox[state]).toBe(entries.filter((entry) => entry.state === state).length);
    }
    const ready = this.#store.readyEntries(1).map((entry) => entry.sequence);
    for (const id of ids) {
      const record = this.#store.media(id);
      if (!record) throw new Error('a listed media is not there');
      const chain = entries.filter((entry) => entry.resourceId === id && entry.state !== 'confirmed');
      const unsent = record.base === null || elementsNotHeld(record.current, record.base).length > 0;
      if (unsent) expect(chain.length, 'an unsettled fact has an entry').toBeGreaterThan(0);
      if (chain.length === 0) expect(this.#store.mediaView(id)).toMatchObject({ safety: { state: 'proven' } });
      expect(chain.slice(1).map((entry) => entry.operation), 'a create comes first').not.toContain('create');
      expect(chain.slice(1).map((entry) => entry.state), 'one at a time').not.toContain('sending');
      expect(chain.slice(1).some((entry) => ready.includes(entry.sequence)), 'only the first is ready').toBe(false);
      const here = new Set(record.current.note?.map((note) => note.text));
      const chart = this.#chart.get(id)?.media;
      for (const note of this.#written.get(id) ?? []) {
        expect(here.has(note) || chart?.note?.some((held) => held.text === note), 'no note is lost').toBe(true);
      }
    }
  }

  /** Everything is sent and pulled: both sides are the same, and hold every note. */
  finish(): void {
    this.happen('restart', 0);
    for (let round = 0; round < 400; round += 1) {
      const waiting = (this.#entries()).filter((entry) => entry.state !== 'confirmed');
      if (waiting.length === 0) break;
      for (const what of ['retry', 'push', 'answer', 'prove'] as const) this.happen(what, round);
    }
    this.happen('pull', 0);
    this.check();
    for (const id of this.#store.mediaIds()) {
      const texts = (media: Media | undefined) => (media?.note ?? []).map((note) => note.text).sort();
      const all = [...(this.#written.get(id) ?? [])].sort();
      expect(texts((this.#store.media(id))?.current)).toEqual(all);
      expect(texts(this.#chart.get(id)?.media)).toEqual(all);
      expect(this.#store.mediaView(id)).toMatchObject({ safety: { state: 'proven' } });
    }
    expect(this.#store.verify()).toEqual([]);
  }

  close(): void {
    this.#open.database.close();
  }

  #answer(attempt: Attempt | undefined): void {
    if (!attempt) return;
    const { entry, sent } = attempt;
    const held = this.#chart.get(entry.resourceId);
    if (held && attempt.versionId !== String(held.version)) return this.#rebase(attempt, this.#read(entry.resourceId));
    this.#hold(entry.resourceId, sent);
    const answer = this.#read(entry.resourceId);
    for (;;) {
      const record = this.#store.media(entry.resourceId);
      if (!record) throw new Error('the media is gone');
      const current = mergeMedia(sent, record.current, answer.resource).merged;
      const change = { expectedCurrent: record.current, base: answer.resource, current, serverId: answer.resource.id, versionId: answer.versionId ?? null, provenAt: null };
      if (this.#store.settle({ entry: { ...entry, state: 'accepted' }, ...change })) return;
    }
  }

  #rebase({ entry }: Attempt, theirs: StoredResource<Media>): void {
    const record = this.#store.media(entry.resourceId);
    if (!record) throw new Error('the media is gone');
    const settled = this.#store.settle({
      entry: { ...entry, state: 'pending' }, expectedCurrent: record.current, base: theirs.resource, serverId: theirs.resource.id, versionId: theirs.versionId ?? null,
      current: mergeMedia(record.base, record.current, theirs.resource).merged, provenAt: null,
    });
    expect(settled).toBe(true);
  }

  #prove(entry: OutboxEntry | undefined): void {
    const record = entry && (this.#store.media(entry.resourceId));
    if (!record) return;
    const { base, current, serverId, versionId } = record;
    this.#store.settle({ entry: { ...entry, state: 'confirmed', settledAt: Date.now() }, expectedCurrent: current, base, current, serverId, versionId, provenAt: 1 });
  }

  #withNote(id: string, media: Media): Media {
    const text = `note ${String(this.#notes++)}`;
    this.#written.get(id)?.add(text);
    return { ...media, note: [...(media.note ?? []), { id: text, text }] };
  }

  #hold(id: string, media: Media): void {
    this.#chart.set(id, { version: (this.#chart.get(id)?.version ?? 0) + 1, media });
  }

  #read(id: string): StoredResource<Media> {
    const held = this.#chart.get(id);
    if (!held) throw new Error('the chart holds no such media');
    const { resource, versionId } = inChart(`server-${id}`, held.version);
    return { versionId, resource: { ...held.media, id: resource.id, ...(resource.meta && { meta: resource.meta }) } };
  }

  #entries(): OutboxEntry[] {
    return this.#store.outbox().flatMap(({ sequence }) => this.#store.entry(sequence) ?? []);
  }
}

describe('any interleaving', () => {
  let disk: SmallDisk | undefined;
  beforeAll(() => {
    // In memory where that can be had: what is told here is about order, and thousands of transactions need not wait for a platter.
    disk = smallDisksCanBeMade ? makeSmallDisk(64) : undefined;
  });
  afterAll(() => {
    disk?.remove();
  });

  it('of captures, edits, pulls, pushes, answers and restarts loses nothing and leaves nothing unsent', () => {
    fc.assert(
      fc.property(story, (happened) => {
        const directory = mkdtempSync(join(disk?.directory ?? tmpdir(), 'story-'));
        const interleaving = new Interleaving(directory);
        try {
          interleaving.happen('capture', 0);
          for (const [what, pick] of happened) {
            interleaving.happen(what, pick);
            interleaving.check();
          }
          interleaving.finish();
        } finally {
          interleaving.close();
          rmSync(directory, { recursive: true });
        }
      }),
      { numRuns: 150 },
    );
  });
});
