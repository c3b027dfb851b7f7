import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairOrder } from '../../../shared/sync/fairOrder.ts';
import { addNote, online, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
const photo = (name: string, size = 50) => Buffer.alloc(size, name);

describe('patients in the outbox', () => {
  it('take turns: the note of one does not wait for the photographs of another', async () => {
    scene.chart.addPatient('p2');
    await scene.putIntoChart(online(of('p2')));
    await scene.clock.advance(31_000);
    const noted = await scene.onlyMedia();
    scene.station.engine.setOffline(true);
    for (let count = 1; count <= 60; count += 1) await scene.station.capture('p1', photo(`picture ${String(count)}`));
    await scene.station.edit(noted, addNote('mine'));
    const before = scene.chart.requests.length;
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    const calls = scene.chart.requests.slice(before);
    expect(calls.indexOf('updateMedia')).toBeLessThan(15);
    expect(calls.filter((call) => call === 'createMedia')).toHaveLength(60);
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('are not all looked through after every file', async () => {
    const { cache, engine } = scene.station;
    engine.setOffline(true);
    for (let count = 1; count <= 60; count += 1) await scene.station.capture('p1', photo(`picture ${String(count)}`));
    const { readyEntries } = cache;
    let looks = 0;
    Object.assign(cache, {
      readyEntries: (...input: Parameters<typeof readyEntries>) => {
        looks += 1;
        return readyEntries(...input);
      },
    });
    engine.setOffline(false);
    await scene.clock.settle();
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
    expect(looks).toBeLessThan(15);
  });

  it('leave a way free: a note recorded while large files are on their way goes at once', async () => {
    await scene.putIntoChart(online());
    await scene.clock.advance(31_000);
    const noted = await scene.onlyMedia();
    const { chart } = scene;
    const upload = chart.uploadBinary.bind(chart);
    const [waiting, sizes]: [(() => void)[], number[]] = [[], []];
    chart.uploadBinary = async (request, signal) => {
      sizes.push(request.size);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return upload(request, signal);
    };
    for (let count = 1; count <= 5; count += 1) await scene.station.capture('p1', photo(`film ${String(count)}`, 1_500_000));
    await scene.clock.advance(5_000);
    expect(sizes).toHaveLength(3);
    await scene.station.edit(noted, addNote('mine'));
    await scene.clock.settle();
    const calls = [...chart.requests];
    const states = await scene.station.states();
    chart.uploadBinary = upload;
    for (const go of waiting) go();
    expect(calls).toContain('updateMedia');
    expect(states.at(-1)).toBe('confirmed');
    await scene.clock.advance(60_000);
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('have one request in flight for each Media, and never more than a few for all', async () => {
    const { chart } = scene;
    const [inFlight, most] = [new Map<string, number>(), { all: 0, one: 0 }];
    for (const name of ['createMedia', 'updateMedia'] as const) {
      const call = chart[name].bind(chart) as (...input: unknown[]) => Promise<unknown>;
      Object.assign(chart, {
        [name]: async (...input: unknown[]) => {
          const key = JSON.stringify((input[0] as { readonly identifier?: unknown }).identifier);
          inFlight.set(key, (inFlight.get(key) ?? 0) + 1);
          most.all = Math.max(most.all, [...inFlight.values()].reduce((sum, count) => sum + count, 0));
          most.one = Math.max(most.one, inFlight.get(key) ?? 0);
          const answer = await call(...input);
          inFlight.set(key, (inFlight.get(key) ?? 0) - 1);
          return answer;
        },
      });
    }
    for (let count = 1; count <= 20; count += 1) {
      const id = await scene.station.capture('p1', photo(`picture ${String(count)}`));
      await scene.station.edit(id, addNote(`note ${String(count)}`));
    }
    await scene.clock.advance(60_000);
    expect(most.one).toBe(1);
    expect(most.all).toBeGreaterThan(1);
    expect(most.all).toBeLessThanOrEqual(4);
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
  });
});

it('the cache gives of each patient those that get their turn first', { timeout: 60_000 }, async () => {
  for (const patient of ['p2', 'p3']) scene.chart.addPatient(patient);
  await scene.clock.advance(31_000);
  scene.station.engine.setOffline(true);
  let count = 0;
  const recorded = fc.array(fc.record({ patient: fc.constantFrom('p1', 'p2', 'p3'), size: fc.constantFrom(10, 1_100_000), pause: fc.nat(400_000) }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(recorded, fc.integer({ min: 1, max: 4 }), async (pictures, ofEach) => {
      for (const { patient, size, pause } of pictures) {
        await scene.station.capture(patient, photo(`picture ${String((count += 1))}`, size));
        await scene.clock.advance(pause);
      }
      const now = scene.clock.now();
      const all = fairOrder(await scene.station.cache.readyEntries(now), new Map());
      const some = fairOrder(await scene.station.cache.readyEntries(now, ofEach), new Map());
      for (const patientId of new Set(all.map((entry) => entry.patientId))) {
        const own = (entries: typeof all) => entries.filter((entry) => entry.patientId === patientId).map(({ sequence }) => sequence);
        expect(own(some)).toStrictEqual(own(all).slice(0, ofEach));
      }
    }),
    { numRuns: 15 },
  );
});
