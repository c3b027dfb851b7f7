import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameAnswer, FrameRequest, OpenedMedium } from '../../../../../renderer/viewer/frames/frameProtocol.ts';
import { WatchedDecoder } from '../../../../../renderer/viewer/frames/WatchedDecoder.ts';

const medium: OpenedMedium = { contentType: 'application/dicom', width: 1, height: 1, frameCount: 9, bits: 8, spacing: { kind: 'uncalibrated' }, pixelAspect: 1, durations: null, dicom: null, reducedTo: null };
const frame = (index: number): FrameAnswer => ({ kind: 'frame', frame: index, delay: null, pixels: { kind: 'grey', width: 1, height: 1, values: Uint8Array.of(index), voi: { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false } } });

function watched() {
  const threads: { readonly posted: FrameRequest[]; readonly hear: (answer: FrameAnswer) => void; readonly onBroken: () => void; ended: boolean }[] = [];
  const answers: FrameAnswer[] = [];
  const decoder = new WatchedDecoder((hear, onBroken) => {
    const thread = { posted: [] as FrameRequest[], hear, onBroken, ended: false };
    threads.push(thread);
    return { post: (request) => thread.posted.push(request), end: () => { thread.ended = true; } };
  }, 'app://lightbox/media/a/content', 0, (answer) => answers.push(answer));
  const latest = () => {
    const thread = threads.at(-1);
    if (thread === undefined) throw new Error('no thread');
    return thread;
  };
  return { decoder, threads, answers, latest };
}

describe('a decoder that is watched', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('shows the first frame without being asked, and only what was asked for last before it opened', () => {
    const { decoder, latest } = watched();
    decoder.show(4, 1);
    latest().hear({ kind: 'opened', medium });
    expect(latest().posted).toEqual([{ kind: 'open', url: 'app://lightbox/media/a/content', avoid: [] }, { kind: 'show', frame: 4, direction: 1 }]);
  });

  it('ends with a frame that takes over ten seconds, says which, and goes on with the others in a new thread', () => {
    const { decoder, threads, answers, latest } = watched();
    latest().hear({ kind: 'opened', medium });
    latest().hear(frame(0));
    // Decoded ahead: nobody asked for 1, and 2 is waited for.
    latest().hear({ kind: 'begun', frame: 1 });
    decoder.show(2, 1);
    vi.advanceTimersByTime(9_999);
    expect(threads).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect([threads[0]?.ended, threads.length]).toEqual([true, 2]);
    expect(answers.at(-1)).toEqual({ kind: 'frameFailed', frame: 1, failure: { code: 'data.too-slow' } });
    latest().hear({ kind: 'opened', medium });
    expect(latest().posted).toEqual([{ kind: 'open', url: 'app://lightbox/media/a/content', avoid: [1] }, { kind: 'show', frame: 2, direction: 1 }]);
    latest().hear(frame(2));
    expect(answers.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
    // It can be tried again.
    decoder.show(1, -1);
    expect(latest().posted.at(-1)).toEqual({ kind: 'show', frame: 1, direction: -1 });
  });

  it('does not wait for a damaged frame again by itself', () => {
    const { decoder, latest } = watched();
    latest().hear({ kind: 'opened', medium });
    decoder.show(3, 1);
    latest().hear({ kind: 'begun', frame: 3 });
    vi.advanceTimersByTime(10_000);
    latest().hear({ kind: 'opened', medium });
    expect(latest().posted).toEqual([{ kind: 'open', url: 'app://lightbox/media/a/content', avoid: [3] }]);
  });

  it('hears nothing of a thread that was ended, and gives up a file that does not even open', () => {
    const { answers, threads, latest } = watched();
    latest().hear({ kind: 'begun', frame: null });
    vi.advanceTimersByTime(6_000);
    // Bytes on their way are no decoder that hangs.
    latest().hear({ kind: 'progress', loaded: 5, total: 10 });
    vi.advanceTimersByTime(6_000);
    expect(answers).toEqual([{ kind: 'progress', loaded: 5, total: 10 }]);
    vi.advanceTimersByTime(4_000);
    expect(answers.at(-1)).toEqual({ kind: 'failed', failure: { code: 'data.too-slow' } });
    expect([threads.length, threads[0]?.ended]).toEqual([1, true]);
  });

  it('says that a decoder broke', () => {
    const { answers, latest } = watched();
    latest().onBroken();
    expect(answers).toEqual([{ kind: 'failed', failure: { code: 'data.undecodable', detail: 'the decoder broke' } }]);
  });

  it('passes on what part is looked at, once the medium is open', () => {
    const { decoder, latest } = watched();
    const region = { left: 0, top: 0, width: 1, height: 1, outWidth: 1, outHeight: 1 };
    decoder.showPart('view', 0, region);
    expect(latest().posted.map(({ kind }) => kind)).toEqual(['open']);
    latest().hear({ kind: 'opened', medium });
    decoder.showPart('view', 0, region);
    decoder.showPart('view', 0, null);
    expect(latest().posted.slice(-2)).toEqual([{ kind: 'part', purpose: 'view', frame: 0, region }, { kind: 'part', purpose: 'view', frame: 0, region: null }]);
  });
});
