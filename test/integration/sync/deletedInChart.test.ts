import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import { openChartStation } from '../../support/chartStation.ts';
import { startDemoMediaServer } from '../../support/demoMediaServer.ts';
import { addNote, note, online, picture, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
const { signal } = new AbortController();
const hour = 3_600_000;

const shown = async () => {
  const [patient] = await scene.station.cache.patients('');
  if (!patient) throw new Error('no patient');
  const media = await scene.station.cache.mediaOfPatient(patient.id);
  return { states: media.map(({ safety }) => safety.state).toSorted(), count: patient.mediaCount };
};
const pulled = async (value = '1') => {
  const serverId = await scene.putIntoChart(online(), value);
  await scene.clock.advance(31_000);
  const id = (await scene.station.cache.mediaIds()).at(-1) ?? '';
  return { serverId, id };
};
const removed = async (serverId: string) => unwrap(await scene.chart.deleteMedia(serverId, undefined, signal));
const decide = async (keep: 'mine' | 'theirs') => {
  const [entry] = await scene.station.cache.outbox();
  expect(entry).toMatchObject({ state: 'conflict', failure: { code: 'server.gone' } });
  const decided = await scene.station.engine.resolve(entry?.sequence ?? 0, keep);
  await scene.clock.advance(60_000);
  return decided;
};

describe('what the chart deleted', () => {
  it('is told apart from what is there, stays with its bytes, and comes back when the chart has it again', async () => {
    const { serverId, id } = await pulled('1');
    await pulled('2');
    await removed(serverId);
    await scene.clock.advance(hour + 60_000);
    expect(await shown()).toStrictEqual({ states: ['deleted', 'proven'], count: 1 });
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('deleted');
    expect((await scene.station.record(id)).contentSha256).not.toBeNull();
    expect((await scene.station.cache.searchMedia('', 10)).map((media) => media.id)).not.toContain(id);
    expect(await scene.station.cache.verify()).toStrictEqual([]);

    scene.chart.edit(serverId, (media) => media);
    await scene.clock.advance(31_000);
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('proven');
  });

  it('is believed only when the chart says so of the Media itself, and the list was whole', async () => {
    const { serverId, id } = await pulled();
    const search = scene.chart.search.bind(scene.chart);
    // A list that leaves it out, as of another patient or category.
    scene.chart.search = async (request, abort) => (request.resourceType === 'Media' ? { ok: true, value: { resources: [] } } : search(request, abort));
    await scene.clock.advance(2 * hour);
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('proven');
    scene.chart.search = search;
    // Cut short: the second page fails.
    for (let count = 2; count < 8; count += 1) await scene.putIntoChart(online(), String(count));
    await removed(serverId);
    scene.chart.fault = (call) => (call === 'followPage' ? { kind: 'refuse', failure: { code: 'server.failed' } } : undefined);
    await scene.clock.advance(2 * hour);
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('proven');
    scene.chart.fault = () => undefined;
    await scene.clock.advance(2 * hour);
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('deleted');
  });

  it('goes back into the chart as a new picture, where a person wants it to', async () => {
    const { serverId, id } = await pulled();
    await removed(serverId);
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect(await decide('mine')).toMatchObject({ ok: true });
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    const [held, ...more] = scene.heldByChart(id);
    expect([held?.note, more]).toStrictEqual([[note('mine')], []]);
    expect(held?.id).not.toBe(serverId);
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('proven');
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('stays deleted, and what was done here is dropped, where a person follows the chart', async () => {
    const { serverId, id } = await pulled();
    await removed(serverId);
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect(await decide('theirs')).toMatchObject({ ok: true });
    expect(await scene.station.states()).toStrictEqual([]);
    expect(await scene.station.media(id)).not.toHaveProperty('note');
    expect((await scene.station.cache.mediaView(id))?.safety.state).toBe('deleted');
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('is found also where it was deleted between the answer and the proof', async () => {
    const id = await scene.station.capture('p1', picture);
    scene.chart.fault = (call) => {
      const [held] = scene.heldByChart(id);
      if (call === 'readMedia' && held?.id !== undefined) scene.chart.media.delete(held.id);
      return undefined;
    };
    await scene.clock.settle();
    scene.chart.fault = () => undefined;
    expect(await decide('mine')).toMatchObject({ ok: true });
    expect(scene.heldByChart(id)).toHaveLength(1);
  });
});

describe('what was deleted behind a gateway', () => {
  it('is missing from the next list, and what only stands in another category is not', async () => {
    const demo = await startDemoMediaServer({ delayMilliseconds: 20 });
    const station = await openChartStation(unwrap(openGatewayChart(demo.gatewayConnection('epic', ['lab-results', 'admin']), { confirmMilliseconds: 500 })));
    try {
      const [kept, gone] = [await station.capture('demo-child', randomBytes(50)), await station.capture('demo-child', randomBytes(50))];
      await station.engine.runUntilIdle();
      const fhir = unwrap(openFhirChart(demo.connection));
      const [held] = unwrap(await fhir.findMediaByIdentifier(mediaIdentifier(gone), signal));
      unwrap(await fhir.deleteMedia(held?.resource.id ?? '', undefined, signal));
      await station.engine.runUntilIdle();
      const stateOf = async (id: string) => (await station.cache.mediaView(id))?.safety.state;
      expect([await stateOf(kept), await stateOf(gone)]).toStrictEqual(['proven', 'deleted']);
      // The connection no longer reads the category: nothing was deleted by that.
      station.engine.setChart(unwrap(openGatewayChart(demo.gatewayConnection('epic', ['admin']), { confirmMilliseconds: 500 })));
      await station.engine.runUntilIdle();
      expect(await stateOf(kept)).toBe('proven');
    } finally {
      await station.close();
      await demo.close();
    }
  });
});
