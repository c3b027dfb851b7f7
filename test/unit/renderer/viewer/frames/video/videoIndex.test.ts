import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupOfFrame, videoIndex, type VideoPacket } from '../../../../../../renderer/viewer/frames/video/videoIndex.ts';

const packet = (timestamp: number, more: Partial<VideoPacket> = {}): VideoPacket => ({ timestamp, duration: 0.04, isKey: false, isShown: true, ...more });
const key = (timestamp: number) => packet(timestamp, { isKey: true });
const packetsOf = (packets: readonly VideoPacket[]) => [...videoIndex(packets).packets];

describe('which packet holds which frame', () => {
  it('is in order of presentation, whatever the order of decoding: I P B B', () => {
    const packets = [key(0), packet(0.12), packet(0.04), packet(0.08), key(0.16)];
    expect(packetsOf(packets)).toEqual([0, 2, 3, 1, 4]);
    expect([...videoIndex(packets).places]).toEqual([0, 3, 1, 2, 4]);
  });

  it('lets every frame last until the next, and the last as its packet says: variable frame rate', () => {
    const { durations } = videoIndex([key(0), packet(0.1), packet(0.133), packet(1.133, { duration: 0.5 })]);
    expect(durations.map((duration) => Math.round(duration * 1000) / 1000)).toEqual([100, 33, 1000, 500]);
  });

  it('takes the length of the last frame from the one before where its packet says none', () => {
    expect(videoIndex([key(0), packet(0.25, { duration: 0 })]).durations).toEqual([250, 250]);
  });

  it('decodes and does not present what ends before the beginning; a frame over the beginning begins there', () => {
    const index = videoIndex([key(-0.08), packet(-0.04), packet(-0.01), packet(0.03)]);
    // -0.04 ends at -0.01, which ends at 0.03.
    expect(index.unseen).toBe(2);
    expect([...index.packets]).toEqual([2, 3]);
    expect(index.durations.map(Math.round)).toEqual([30, 40]);
    expect(index.groups).toEqual([{ keyPacket: 0, firstFrame: 0 }]);
  });

  it('presents all of a video whose times are all below 0', () => {
    const index = videoIndex([key(-3), packet(-2.96)]);
    expect(index.frameCount).toBe(2);
    expect(index.durations.map(Math.round)).toEqual([40, 40]);
  });

  it('keeps invisible frames of VP8 out of the count', () => {
    const index = videoIndex([key(0), packet(0.04, { isShown: false }), packet(0.04), packet(0.08)]);
    expect([...index.packets]).toEqual([0, 2, 3]);
    expect([...index.places]).toEqual([0, -1, 1, 2]);
  });

  it('decodes what leads a key frame on the screen, and follows it in the file, from the key before: open groups', () => {
    const packets = [key(0), packet(0.04), key(0.16), packet(0.08), packet(0.12), packet(0.2)];
    const index = videoIndex(packets);
    expect(index.groups).toEqual([{ keyPacket: 0, firstFrame: 0 }, { keyPacket: 2, firstFrame: 4 }]);
    expect(Array.from({ length: 6 }, (_, frame) => groupOfFrame(index, frame))).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('begins at the last key frame before the beginning', () => {
    expect(videoIndex([key(-0.2), packet(-0.16), key(-0.12), packet(-0.08), packet(-0.04), packet(0), key(0.04)]).groups).toEqual([
      { keyPacket: 2, firstFrame: 0 }, { keyPacket: 6, firstFrame: 1 },
    ]);
  });

  it('counts every shown packet once, in order of time, and finds for each frame a key packet before it', () => {
    const videos = fc.array(fc.record({ timestamp: fc.integer({ min: -5, max: 400 }), isKey: fc.boolean(), isShown: fc.boolean() }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(videos, (ticks) => {
      const packets = ticks.map(({ timestamp, ...more }) => packet(timestamp / 25, more));
      const index = videoIndex(packets);
      const times = [...index.packets].map((at) => packets[at]?.timestamp ?? Number.NaN);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(new Set(index.packets).size).toBe(index.frameCount);
      expect(index.frameCount + index.unseen).toBe(packets.filter(({ isShown }) => isShown).length);
      index.packets.forEach((at, frame) => {
        expect((index.places[at] ?? -1) - index.unseen).toBe(frame);
        const group = index.groups[groupOfFrame(index, frame)];
        expect(group?.firstFrame).toBeLessThanOrEqual(frame);
      });
      expect(index.durations.every((duration) => duration >= 0)).toBe(true);
      const firsts = index.groups.map(({ firstFrame }) => firstFrame);
      expect(firsts).toEqual([...new Set(firsts)].toSorted((a, b) => a - b));
    }));
  });
});
