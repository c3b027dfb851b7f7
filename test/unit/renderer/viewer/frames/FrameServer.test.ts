import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../../../shared/errors/result.ts';
import type { FrameRegion } from '../../../../../shared/ipc/decodedFrames.ts';
import type { FrameAnswer } from '../../../../../renderer/viewer/frames/frameProtocol.ts';
import { FrameServer } from '../../../../../renderer/viewer/frames/FrameServer.ts';
import type { DecodedFrame, FrameSource } from '../../../../../renderer/viewer/frames/frameSource.ts';

const voi = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false } as const;
const grey = (index: number): DecodedFrame => ({ kind: 'grey', width: 1, height: 1, values: Uint16Array.of(index), voi, bytes: 2, close: () => undefined });

/** A source whose frames are decoded when the test says so; `asked` is what was begun, in order. */
function heldSource(count: number, more: Partial<FrameSource> = {}) {
  const asked: number[] = [];
  const pending: { readonly index: number; readonly signal: AbortSignal; readonly settle: (result: Result<DecodedFrame>) => void }[] = [];
  const source: FrameSource = {
    count, width: 1, height: 1, bits: 16, spacing: { kind: 'uncalibrated' }, pixelAspect: 1, frameBytes: 2, durations: null,
    frame: (index, signal) => {
      asked.push(index);
      return new Promise((resolve) => {
        const settle = (result: Result<DecodedFrame>) => {
          if (!pending.includes(job)) return;
          pending.splice(pending.indexOf(job), 1);
          resolve(result);
        };
        const job = { index, signal, settle };
        pending.push(job);
        signal.addEventListener('abort', () => settle(fail('local.cancelled')));
      });
    },
    close: () => undefined,
    ...more,
  };
  return { source, asked, pending };
}

/** However long a busy computer takes. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 0 });

const shownFrames = (answers: readonly FrameAnswer[]) => answers.flatMap((answer) => (answer.kind === 'frame' && answer.pixels.kind === 'grey' ? [[answer.frame, answer.pixels.values[0]]] : []));

describe('the one owner of a source', () => {
  it('gives up what nobody wants any more, and never asks for two at once', async () => {
    const answers: FrameAnswer[] = [];
    const { source, asked, pending } = heldSource(100);
    const server = new FrameServer(source, (answer) => answers.push(answer));
    server.show(10, 1);
    await eventually(() => expect(asked).toEqual([10]));
    server.show(50, 1);
    server.show(51, 1);
    await eventually(() => expect(asked).toEqual([10, 51]));
    expect(pending).toHaveLength(1);
    pending[0]?.settle(succeed(grey(51)));
    await eventually(() => expect(shownFrames(answers)).toEqual([[51, 51]]));
  });

  it('decodes ahead in the direction of travel, but not what ended a decoder before', async () => {
    const asked: number[] = [];
    const { source } = heldSource(100, { frame: async (index) => { asked.push(index); return succeed(grey(index)); } });
    const server = new FrameServer(source, () => undefined, [18]);
    server.show(20, -1);
    await eventually(() => expect(asked).toEqual([20, 19, 17, 16, 15, 14, 21]));
    server.show(18, -1);
    await eventually(() => expect(asked.at(7)).toBe(18));
  });

  it('hands out copies: what a window does to them is not in the cache', async () => {
    const answers: FrameAnswer[] = [];
    const { source } = heldSource(2, { frame: async (index) => succeed(grey(index + 7)) });
    const server = new FrameServer(source, (answer) => {
      answers.push(structuredClone(answer));
      if (answer.kind === 'frame' && answer.pixels.kind === 'grey') answer.pixels.values.fill(0);
    });
    server.show(0, 1);
    await eventually(() => expect(shownFrames(answers)).toEqual([[0, 7]]));
    server.show(0, 1);
    await eventually(() => expect(shownFrames(answers)).toEqual([[0, 7], [0, 7]]));
  });

  it('says of one frame that it is damaged, whatever its decoder threw, and serves the others', async () => {
    const answers: FrameAnswer[] = [];
    const { source } = heldSource(3, { frame: async (index) => { if (index === 1) throw new Error('memory access out of bounds'); return succeed(grey(index)); } });
    const server = new FrameServer(source, (answer) => answers.push(answer));
    server.show(1, 1);
    await eventually(() => expect(answers.filter(({ kind }) => kind === 'frameFailed')).toEqual([{ kind: 'frameFailed', frame: 1, failure: { code: 'data.undecodable' } }]));
    server.show(2, 1);
    await eventually(() => expect(shownFrames(answers)).toEqual([[2, 2]]));
  });

  it('learns how long frames last where the source only tells with the frame, and says so once', async () => {
    const answers: FrameAnswer[] = [];
    const image = (index: number) => ({ duration: (index + 1) * 40_000, clone: () => image(index), close: () => undefined }) as unknown as VideoFrame;
    const { source } = heldSource(3, { durations: [null, null, null], frame: async (index) => succeed({ kind: 'picture', image: image(index), bytes: 4, close: () => undefined }) });
    new FrameServer(source, (answer) => answers.push(answer)).show(0, 1);
    await eventually(() => expect(answers.filter(({ kind }) => kind === 'delays')).toEqual([{ kind: 'delays', delays: [40, 80, 120] }]));
  });

  it('gives parts of a frame, the last asked for of each purpose, and a frame before them', async () => {
    const region = (left: number): FrameRegion => ({ left, top: 0, width: 4, height: 4, outWidth: 4, outHeight: 4 });
    const closed: number[] = [];
    const begun: { readonly left: number; readonly signal: AbortSignal; readonly settle: () => void }[] = [];
    const { source, asked } = heldSource(1, {
      frame: async (index) => { asked.push(index); return succeed(grey(index)); },
      parts: {
        reducedTo: 0.5,
        decode: (_index, { left }, signal) => new Promise((resolve) => {
          begun.push({ left, signal, settle: () => resolve(succeed({ width: left, close: () => closed.push(left) } as unknown as ImageBitmap)) });
        }),
      },
    });
    const answers: FrameAnswer[] = [];
    const server = new FrameServer(source, (answer) => answers.push(answer));
    const given = () => answers.flatMap((answer) => (answer.kind === 'part' ? [[answer.purpose, answer.region.left, answer.image.width]] : []));
    const ask = (purpose: 'view' | 'spot', left: number | null) => server.showPart({ kind: 'part', purpose, frame: 0, region: left === null ? null : region(left) });

    ask('view', 1);
    await eventually(() => expect(begun.map(({ left }) => left)).toEqual([1]));
    ask('spot', 7);
    ask('view', 2);
    ask('view', 3);
    expect(begun[0]?.signal.aborted).toBe(true);
    server.show(0, 1);
    // Decoders that hear no abort end by themselves; what they made is for nobody.
    begun[0]?.settle();
    await eventually(() => expect(begun).toHaveLength(2));
    expect([asked, closed, given()]).toEqual([[0], [1], []]);
    begun[1]?.settle();
    await eventually(() => expect(begun).toHaveLength(3));
    begun[2]?.settle();
    await eventually(() => expect(given().toSorted()).toEqual([['spot', 7, 7], ['view', 3, 3]]));

    ask('view', 4);
    await eventually(() => expect(begun).toHaveLength(4));
    ask('view', null);
    begun[3]?.settle();
    await eventually(() => expect(closed).toEqual([1, 4]));
    expect(given()).toHaveLength(2);
  });

  it('answers the last request, in any order of asking and decoding', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.nat({ max: 9 }), fc.constant('decode' as const)), { minLength: 1, maxLength: 30 }), fc.nat({ max: 9 }), async (steps, last) => {
      const answers: FrameAnswer[] = [];
      const { source, pending } = heldSource(10);
      const server = new FrameServer(source, (answer) => answers.push(answer));
      const decode = () => {
        const [job] = pending;
        job?.settle(succeed(grey(job.index)));
      };
      for (const step of steps) {
        if (step === 'decode') decode();
        else server.show(step, 1);
        await Promise.resolve();
        expect(pending.length).toBeLessThanOrEqual(1);
      }
      const before = shownFrames(answers).length;
      server.show(last, 1);
      await eventually(() => {
        decode();
        expect(shownFrames(answers).slice(before)).toEqual([[last, last]]);
      });
      expect(shownFrames(answers).every(([frame, value]) => frame === value)).toBe(true);
    }), { numRuns: 200 });
  });
});
