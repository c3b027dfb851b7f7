import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairOrder, sameAgeMilliseconds, type ReadyEntry } from '../../../../shared/sync/fairOrder.ts';

const photo = 2_000_000;
const ready = (sequence: number, patientId: string | null, bytesToSend = 0, recordedAt = sequence): ReadyEntry => ({
  sequence, resourceType: 'Media', resourceId: `m${String(sequence)}`, operation: bytesToSend > 0 ? 'create' : 'update', state: 'pending', attempts: 0, recordedAt,
  nextAttemptAt: 0, settledAt: null, failure: null, uploadedUrl: null, sentAt: null, patientId, bytesToSend,
});
const order = (entries: readonly ReadyEntry[], served: ReadonlyMap<string | null, number> = new Map()) => fairOrder(entries, served).map(({ sequence }) => sequence);

describe('fairOrder', () => {
  it('lets the note of one patient pass five hundred photographs of another', () => {
    const photos = Array.from({ length: 500 }, (_, index) => ready(index + 1, 'a', photo));
    expect(order([...photos, ready(501, 'b')]).slice(0, 3)).toStrictEqual([501, 1, 2]);
  });

  it('sends of one patient what is small before what is large, while both are of the same age', () => {
    expect(order([ready(1, 'a', photo), ready(2, 'a', 300_000), ready(3, 'a')])).toStrictEqual([2, 3, 1]);
    expect(order([ready(1, 'a', photo), ready(2, 'a', 0, sameAgeMilliseconds)])).toStrictEqual([1, 2]);
  });

  it('begins with whoever waits longest for a turn', () => {
    expect(order([ready(1, 'a'), ready(2, 'b'), ready(3, null)], new Map([['a', 2], ['b', 1]]))).toStrictEqual([3, 2, 1]);
  });

  it('forgets none, and gives no patient a second turn before each that waits had one', () => {
    const entries = fc.array(fc.record({ patient: fc.constantFrom('a', 'b', 'c', null), bytes: fc.constantFrom(0, 50_000, photo), at: fc.nat(3 * sameAgeMilliseconds) }), { maxLength: 40 });
    fc.assert(
      fc.property(entries, (all) => {
        const given = all.map(({ patient, bytes, at }, index) => ready(index + 1, patient, bytes, at));
        const ordered = fairOrder(given, new Map());
        expect(ordered.map(({ sequence }) => sequence).toSorted((left, right) => left - right)).toStrictEqual(given.map(({ sequence }) => sequence));
        for (const [place, { patientId }] of ordered.entries()) {
          const turns = (whom: string | null) => ordered.slice(0, place + 1).filter((entry) => entry.patientId === whom).length;
          const waiting = new Set(ordered.slice(place + 1).map((entry) => entry.patientId));
          for (const other of waiting) expect(turns(patientId) - turns(other)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('serves every patient, however many there are and whatever the others record meanwhile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 5 }), (patients, taken) => {
        const servedAt = new Map<string | null, number>();
        let turn = 0;
        // Everybody has photographs without end; so many are sent before the outbox is read again.
        for (let round = 0; round < patients; round += 1) {
          const waiting = Array.from({ length: patients * 3 }, (_, index) => ready(index + 1, `p${String(Math.floor(index / 3))}`, photo));
          for (const { patientId } of fairOrder(waiting, servedAt).slice(0, taken)) servedAt.set(patientId, (turn += 1));
        }
        expect(servedAt.size).toBe(patients);
      }),
    );
  });
});
