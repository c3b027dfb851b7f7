import { describe, expect, it } from 'vitest';
import type { GreyAnswer, GreyFrame, GreyRequest } from '../../../../../renderer/viewer/window/greyProtocol.ts';
import { GreyRenderer } from '../../../../../renderer/viewer/window/GreyRenderer.ts';

const frame = (value: number): GreyFrame => ({ width: 1, height: 1, values: Uint16Array.of(value), voi: { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false } });
const preset = (centre: number) => ({ kind: 'window', centre, width: 1, shape: 'linear', name: null }) as const;

function rendering() {
  const posted: GreyRequest[] = [];
  const painted: number[] = [];
  let closed = 0;
  let hear: (answer: GreyAnswer) => void = () => undefined;
  const renderer = new GreyRenderer((heard) => {
    hear = heard;
    return { post: (request) => posted.push(request), end: () => undefined };
  }, (_answer, index) => painted.push(index));
  const answer = () => hear({ image: { close: () => { closed += 1; } } as ImageBitmap, preset: preset(0) });
  return { renderer, posted, painted, answer, closed: () => closed };
}

describe('pictures of grey frames', () => {
  it('are made one at a time; what was replaced meanwhile is never made', async () => {
    const { renderer, posted, painted, answer, closed } = rendering();
    const shown = [renderer.show(frame(1), 1), renderer.show(frame(2), 2), renderer.show(frame(3), 3)];
    expect(posted.map((request) => request.frame?.values[0])).toEqual([1]);
    answer();
    answer();
    expect(posted.map((request) => request.frame?.values[0])).toEqual([1, 3]);
    expect(await Promise.all(shown)).toEqual([true, false, true]);
    expect([painted, closed()]).toEqual([[1, 3], 2]);
  });

  it('follow a window that is dragged, with its last place at the end', () => {
    const { renderer, posted, answer } = rendering();
    renderer.look({ preset: preset(5), inverted: false });
    expect(posted).toEqual([]);
    void renderer.show(frame(1), 0);
    for (const centre of [6, 7, 8]) renderer.look({ preset: preset(centre), inverted: false });
    answer();
    answer();
    expect(posted.map(({ frame: sent, look }) => [sent?.values[0] ?? null, look.preset?.kind === 'window' ? look.preset.centre : null])).toEqual([[1, 5], [null, 8]]);
  });
});
