import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AudioAnswer, AudioRequest } from '../../../../../renderer/viewer/audio/audioProtocol.ts';
import { watchReading } from '../../../../../renderer/viewer/audio/watchReading.ts';

const request: AudioRequest = { url: 'app://lightbox/media/a/content', parts: 100 };
const sound = { duration: 3, pictureStart: 0 };

function watched(asked = request) {
  const answers: AudioAnswer[] = [];
  const posted: AudioRequest[] = [];
  const thread = { ended: false, hear: (_answer: AudioAnswer): void => undefined, onBroken: (): void => undefined };
  const end = watchReading((hear, onBroken) => {
    Object.assign(thread, { hear, onBroken });
    return { post: (message) => posted.push(message), end: () => { thread.ended = true; } };
  }, asked, (answer) => answers.push(answer));
  return { answers, posted, thread, end };
}

describe('a sound whose reading is watched', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is given up when nothing is heard of it for ten seconds', () => {
    const { answers, posted, thread } = watched();
    expect(posted).toEqual([request]);
    vi.advanceTimersByTime(9_999);
    expect([thread.ended, answers]).toEqual([false, []]);
    vi.advanceTimersByTime(1);
    expect([thread.ended, answers]).toEqual([true, [{ kind: 'failed', failure: { code: 'data.too-slow' } }]]);
  });

  it('may take as long as it goes on, which is told to nobody', () => {
    const { answers, thread } = watched();
    thread.hear({ kind: 'described', sound });
    for (let second = 0; second < 60; second += 1) {
      vi.advanceTimersByTime(5_000);
      thread.hear({ kind: 'going' });
    }
    expect([thread.ended, answers]).toEqual([false, [{ kind: 'described', sound }]]);
    vi.advanceTimersByTime(10_000);
    expect(answers.at(-1)).toEqual({ kind: 'failed', failure: { code: 'data.too-slow' } });
  });

  it.each<[string, AudioRequest, readonly AudioAnswer[]]>([
    ['was read', request, [{ kind: 'described', sound }, { kind: 'read' }]],
    ['is none', request, [{ kind: 'described', sound: null }]],
    ['was only to be described', { ...request, parts: 0 }, [{ kind: 'described', sound }]],
    ['failed', request, [{ kind: 'failed', failure: { code: 'data.undecodable' } }]],
  ])('is not waited for when it %s', (_name, asked, told) => {
    const { answers, thread } = watched(asked);
    for (const answer of told) thread.hear(answer);
    vi.advanceTimersByTime(60_000);
    expect(answers).toEqual(told);
  });

  it('has failed when its thread broke', () => {
    const { answers, thread } = watched();
    thread.onBroken();
    vi.advanceTimersByTime(60_000);
    expect([thread.ended, answers]).toEqual([true, [{ kind: 'failed', failure: { code: 'data.undecodable' } }]]);
  });

  it('says nothing once it was closed', () => {
    const { answers, thread, end } = watched();
    end();
    thread.hear({ kind: 'described', sound });
    vi.advanceTimersByTime(60_000);
    expect([thread.ended, answers]).toEqual([true, []]);
  });
});
