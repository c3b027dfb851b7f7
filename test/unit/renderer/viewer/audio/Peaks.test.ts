import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Peaks } from '../../../../../renderer/viewer/audio/Peaks.ts';

describe('the peaks of a recording', () => {
  it('are the lowest and highest sample of every part', () => {
    const peaks = new Peaks(2, 4);
    peaks.add(Float32Array.of(0.5, -0.25, 0.75, 1), 0, 4);
    expect([...peaks.values.subarray(0, 4)]).toEqual([-0.25, 0.5, 0.75, 1]);
    expect([...peaks.values.subarray(4)].every(Number.isNaN)).toBe(true);
  });

  it('take what lies outside of the recording for what it is: nothing', () => {
    const peaks = new Peaks(1, 2);
    peaks.add(Float32Array.of(1, 1, 0.5), -0.5, 4);
    peaks.add(Float32Array.of(1), 7, 4);
    expect([...peaks.values]).toEqual([0.5, 0.5, Number.NaN, Number.NaN]);
  });

  it('do not depend on how the samples come in', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (whole, size) => {
      const samples = Float32Array.from(whole, (value) => value / 100);
      const [atOnce, inPieces] = [new Peaks(samples.length / 64, 16), new Peaks(samples.length / 64, 16)];
      atOnce.add(samples, 0, 64);
      for (let start = 0; start < samples.length; start += size) inPieces.add(samples.subarray(start, start + size), start / 64, 64);
      expect([...inPieces.values]).toEqual([...atOnce.values]);
      expect(Math.max(...[...atOnce.values].filter((value) => !Number.isNaN(value)))).toBe(Math.max(...samples));
    }));
  });
});
