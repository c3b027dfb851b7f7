import { describe, expect, it } from 'vitest';
import { ComparedFrames, type PaneFrames } from '../../../../renderer/compare/ComparedFrames.ts';

const opened = (frameCount: number): PaneFrames => ({
  phase: 'open', contentType: 'image/gif', width: 4, height: 4, frameCount, bits: 8, spacing: { kind: 'uncalibrated' }, pixelAspect: 1, durations: null, dicom: null, reducedTo: null,
  shown: 0, shownDelay: null, delays: null, parts: new Map(), damaged: null,
});

describe('the frames of what is compared', () => {
  it('are stepped together, and each stops at its own end; apart, only whose is meant', () => {
    const compared = new ComparedFrames();
    for (const [pane, count] of [1, 2, 3].entries()) compared.tell(pane, opened(count));
    const frames = () => [0, 1, 2, 3].map((pane) => compared.askedOf(pane).frame);
    compared.step([0, 1, 2], 1);
    compared.step([0, 1, 2], 1);
    expect(frames()).toEqual([0, 1, 2, 0]);
    compared.step([2], -1);
    expect(frames()).toEqual([0, 1, 1, 0]);
    expect(compared.askedOf(2).direction).toBe(-1);
    compared.step([0, 1, 2], Number.POSITIVE_INFINITY);
    expect(frames()).toEqual([0, 1, 2, 0]);
  });

  it('are said to who listens, and what is told stays the same until something else is', () => {
    const compared = new ComparedFrames();
    let heard = 0;
    const leave = compared.subscribe(() => { heard += 1; });
    compared.tell(1, opened(2));
    const told = compared.told();
    compared.ask(new Map([[1, { frame: 1, direction: 1 }]]));
    expect([heard, compared.told() === told, told.get(1)?.frameCount]).toEqual([2, true, 2]);
    // What stands still while another plays is not decoded and painted again.
    const asked = compared.askedOf(1);
    compared.ask(new Map([[0, { frame: 4, direction: 1 }], [1, { frame: 1, direction: 1 }]]));
    expect([compared.askedOf(1) === asked, compared.askedOf(0).frame]).toEqual([true, 4]);
    compared.tell(1, null);
    leave();
    compared.step([1], -1);
    expect([heard, compared.told().size]).toEqual([4, 0]);
  });
});
