import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Queue from '../../../../renderer/intake/intakeQueue.ts';
import type { MediaView } from '../../../../shared/ipc/views.ts';

const view: MediaView = {
  id: 'm1', patientId: 'p1', kind: 'photo', title: 'Heel', contentType: 'image/jpeg', createdAt: null, bodySite: null, modality: null, status: 'completed',
  width: 10, height: 10, frames: 1, durationSeconds: null, layerCount: 0, noteCount: 0, available: true, thumbnail: 'a'.repeat(16), revision: 1,
  safety: { state: 'local', progress: null, provenAt: null, failure: null },
};
const details = { title: 'Heel', bodySite: null, laterality: null, reason: '', note: '', takenAt: null };
const picture = () => new File([new Uint8Array([1, 2, 3])], 'x.jpg', { type: 'image/jpeg', lastModified: Date.UTC(2026, 0, 2) });

let answers: unknown[];
let calls: unknown[];
let queue: typeof Queue;

/** The queue lives as long as the window, so that every test has a window of its own. */
beforeEach(async () => {
  answers = [];
  calls = [];
  vi.stubGlobal('window', {
    lightbox: {
      invoke: async (_: string, input: unknown) => {
        calls.push(input);
        return answers.shift();
      },
      subscribe: () => () => undefined,
    },
  });
  vi.resetModules();
  queue = await import('../../../../renderer/intake/intakeQueue.ts');
});
afterEach(() => vi.unstubAllGlobals());

const settled = () => vi.waitFor(() => expect(queue.intakeItems().every(({ state }) => state.kind !== 'saving')).toBe(true), { timeout: 60_000 });

describe('the intake queue', () => {
  it('lets go of the bytes only when the picture is on disk', async () => {
    answers.push({ ok: true, value: view });
    queue.takeIn('p1', picture(), 'drop', details);
    expect(queue.intakeItems()[0]).toMatchObject({ patientId: 'p1', state: { kind: 'saving' } });
    await settled();
    expect(queue.intakeItems()[0]).toMatchObject({ state: { kind: 'saved', media: view }, file: null, preview: null });
    expect(calls[0]).toMatchObject({ patientId: 'p1', source: 'drop', bytes: new Uint8Array([1, 2, 3]), metadata: { title: 'Heel', createdDateTime: '2026-01-02T00:00:00.000Z' } });
  });

  it('keeps a picture that failed, with what belongs to it, until it is saved on a second try', async () => {
    answers.push({ ok: false, error: { code: 'local.disk-full' } }, { ok: true, value: view });
    queue.takeIn('p1', picture(), 'drop', details);
    await settled();
    const [failed] = queue.intakeItems();
    expect(failed).toMatchObject({ state: { kind: 'failed', failure: { code: 'local.disk-full' } } });
    expect(queue.unsavedCount(queue.intakeItems())).toBe(1);
    queue.forgetSaved();
    queue.retryIntake(failed?.id ?? '');
    await settled();
    expect(calls[1]).toEqual(calls[0]);
    expect(queue.intakeItems()[0]?.state.kind).toBe('saved');
  });

  it('saves one after the other, and one that fails does not stop the next', async () => {
    answers.push({ ok: false, error: { code: 'data.undecodable' } }, { ok: true, value: view });
    queue.takeIn('p1', picture(), 'paste', details);
    queue.takeIn('p1', picture(), 'paste', details);
    await settled();
    expect(queue.intakeItems().map(({ state }) => state.kind)).toEqual(['saved', 'failed']);
  });

  it('forgets a failed picture only when the person discards it', async () => {
    answers.push({ ok: false, error: { code: 'data.undecodable' } });
    queue.takeIn('p1', picture(), 'file', details);
    await settled();
    queue.discardIntake(queue.intakeItems()[0]?.id ?? '');
    expect(queue.intakeItems()).toEqual([]);
  });

  it('forgets on lock what is safe on disk', async () => {
    answers.push({ ok: true, value: view });
    queue.takeIn('p1', picture(), 'file', details);
    await settled();
    queue.forgetSaved();
    expect(queue.intakeItems()).toEqual([]);
  });

  it('would lose with the window what was taken or pasted, and what may be saved yet; not a file that stays where it is', async () => {
    answers.push({ ok: false, error: { code: 'data.undecodable' } }, { ok: false, error: { code: 'local.disk-full' } }, { ok: false, error: { code: 'data.undecodable' } }, { ok: true, value: view });
    for (const source of ['drop', 'file', 'paste', 'camera'] as const) queue.takeIn('p1', picture(), source, details);
    expect(queue.unsavedWork(queue.intakeItems())).toHaveLength(4);
    await settled();
    expect(queue.unsavedWork(queue.intakeItems()).map(({ source }) => source)).toEqual(['paste', 'file']);
    queue.discardUnsaved();
    expect(queue.intakeItems().map(({ source }) => source)).toEqual(['camera', 'drop']);
  });
});
