import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { picture, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
const day = 86_400_000;
const creates = () => scene.chart.requests.filter((call) => call === 'createMedia').length;

describe('a clock that is set', () => {
  it.each([-day, -1_800_000, 1_800_000, day])('by %i ms keeps nothing waiting', async (set) => {
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.failed' } });
    await scene.station.capture('p1', picture);
    await scene.clock.settle();
    scene.clock.set(set);
    await scene.clock.advance(30_000);
    const later = await scene.station.capture('p1', Buffer.from('another'));
    await scene.clock.advance(30_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed', 'confirmed']);
    expect((await scene.station.record(later)).provenAt).toBeGreaterThan(scene.clock.now() - 60_000);
    expect((await scene.station.record(later)).provenAt).toBeLessThanOrEqual(scene.clock.now());
    expect(scene.station.engine.status().lastPullAt).toBeGreaterThan(scene.clock.now() - 31_000);
  });

  it('forward does not make it ask again before the server wants to be asked', async () => {
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.throttled', retryAfterMilliseconds: 120_000 } });
    await scene.station.capture('p1', picture);
    await scene.clock.settle();
    const pulls = scene.chart.requests.filter((call) => call === 'search').length;
    scene.clock.set(day);
    expect(scene.station.engine.status().nextAttemptAt).toBe(scene.clock.now() + 120_000);
    await scene.clock.advance(20_000);
    expect(scene.chart.requests.filter((call) => call === 'search')).toHaveLength(pulls);
    await scene.clock.advance(99_000);
    expect(creates()).toBe(1);
    await scene.clock.advance(2_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });

  it('forward does not send a create again that may still take effect', async () => {
    Object.assign(scene.chart.capabilities, { lateEffectMilliseconds: 600_000 });
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.timeout' } });
    await scene.station.capture('p1', picture);
    await scene.clock.advance(10_000);
    scene.clock.set(day);
    await scene.clock.advance(500_000);
    expect(creates()).toBe(1);
    await scene.clock.advance(600_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });

  it('back while Lightbox was closed lets nothing wait longer than its pause', async () => {
    scene.refuseAll({ code: 'server.failed' });
    await scene.station.capture('p1', picture);
    await scene.clock.advance(1_800_000);
    const [before] = await scene.station.cache.outbox();
    scene.clock.set(-day);
    scene.chart.fault = () => undefined;
    await scene.station.crash();
    // What was tried before is known.
    expect((await scene.station.cache.outbox())[0]?.attempts).toBe(before?.attempts);
    expect(before?.attempts).toBeGreaterThan(5);
    await scene.clock.advance(300_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });
});

it('whatever is set when, nothing hammers a chart that is ill, and all is sent when it is well', { timeout: 60_000 }, async () => {
  const steps = fc.array(fc.record({ set: fc.constantFrom(0, -day, day, -3_600_000, 60_000), wait: fc.nat(120_000), crash: fc.boolean() }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      scene.refuseAll({ code: 'server.failed' });
      await scene.station.capture('p1', Buffer.from(`picture ${String(scene.clock.elapsed())}`));
      await scene.clock.advance(1_200_000);
      for (const { set, wait, crash } of all) {
        scene.clock.set(set);
        if (crash) await scene.station.crash();
        await scene.clock.settle();
        const asked = scene.chart.requests.length;
        await scene.clock.advance(wait);
        // Pauses of half of 5 min by now, here for the entry and for the pull; and what is under way in each.
        expect(scene.chart.requests.length - asked).toBeLessThanOrEqual(4 + 4 * Math.ceil(wait / 30_000));
      }
      scene.chart.fault = () => undefined;
      await scene.clock.advance(600_000);
      expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
    }),
    { numRuns: 25 },
  );
});
