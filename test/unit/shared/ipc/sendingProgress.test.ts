import { describe, expect, it } from 'vitest';
import { sendingProgress } from '../../../../shared/ipc/sendingProgress.ts';
import type { SyncEntryView } from '../../../../shared/ipc/views.ts';

const entry = (sequence: number, state: SyncEntryView['state'], more: Partial<SyncEntryView> = {}): SyncEntryView => ({
  sequence, state, settledAt: null, resourceType: 'Media', resourceId: `m${String(sequence)}`, operation: 'create', title: 'Photo', patient: null, attempts: 0, recordedAt: sequence, nextAttemptAt: null,
  sizeBytes: 100, bytesToSend: state === 'accepted' || state === 'confirmed' ? 0 : 100, hold: null, progress: null, failure: null, ...more,
});
const nothingMoves = { files: [], bytesPerSecond: null };

describe('how far all that is sent is', () => {
  it('is nothing to tell where no file waits', () => {
    expect(sendingProgress([], nothingMoves)).toBeNull();
    expect(sendingProgress([entry(1, 'confirmed', { settledAt: 5 }), entry(2, 'pending', { operation: 'update', sizeBytes: null, bytesToSend: 0 })], nothingMoves)).toBeNull();
  });

  it('counts what went since the oldest that waits was recorded, and what is under way', () => {
    const entries = [entry(1, 'confirmed', { settledAt: 9 }), entry(2, 'accepted'), entry(10, 'sending'), entry(11, 'pending')];
    expect(sendingProgress([...entries, entry(3, 'confirmed', { settledAt: 50 })], { files: [{ mediaId: 'm10', doneBytes: 40 }], bytesPerSecond: 80 })).toStrictEqual({
      doneFiles: 2, files: 4, doneBytes: 240, totalBytes: 400, millisecondsLeft: 2_000,
    });
  });

  it('leaves out what is held back and what needs a person', () => {
    const entries = [entry(1, 'pending'), entry(2, 'pending', { hold: 'person' }), entry(3, 'pending', { hold: 'large' }), entry(4, 'parked'), entry(5, 'conflict', { bytesToSend: 0 })];
    expect(sendingProgress(entries, nothingMoves)).toMatchObject({ files: 1, totalBytes: 100, doneBytes: 0, millisecondsLeft: null });
  });

  it('never goes back while two hundred pictures go, one after the other', () => {
    const all = Array.from({ length: 200 }, (_, index) => entry(index + 1, 'pending'));
    let shareBefore = -1;
    for (let gone = 0; gone < 200; gone += 1) {
      const entries = all.map((one, index) => (index < gone ? entry(one.sequence, 'confirmed', { settledAt: 1_000 + index }) : one));
      const progress = sendingProgress(entries, nothingMoves);
      const share = (progress?.doneBytes ?? 0) / (progress?.totalBytes ?? 1);
      expect(share).toBeGreaterThan(shareBefore);
      expect(progress?.files).toBe(200);
      shareBefore = share;
    }
  });
});
