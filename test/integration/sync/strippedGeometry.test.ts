import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carryGeometryInText } from '../../../electron/ehr/carryGeometryInText.ts';
import { openChart } from '../../../electron/ehr/openChart.ts';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import type { Layer } from '../../../shared/annotation/layer.ts';
import { applyLayerChanges, readLayers, readNotes } from '../../../shared/annotation/noteCodec.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import { openChartStation, type ChartStation } from '../../support/chartStation.ts';
import { startDemoMediaServer, type DemoMediaServer } from '../../support/demoMediaServer.ts';

/** An EHR behind the gateway that keeps notes, but not the extensions it does not know: everything between two workstations is real. */

const { signal } = new AbortController();
const layer: Layer = {
  id: '0b9c3a44-6f0d-4a7e-9a51-7f0e0f5f4a11', name: 'Wound edge', colour: '#E69F00', visible: true, frame: null, imageSize: { width: 126, height: 145 },
  shapes: [{ kind: 'polygon', id: 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a01', points: [{ x: 10.13, y: 20 }, { x: 30, y: 20.4 }, { x: 20, y: 40 }] }], author: 'Ana Rivera, RN',
  createdAt: '2026-03-01T10:00:00Z', updatedAt: '2026-03-01T10:05:00Z',
};
const draw = (more: Partial<Layer> = {}) => (media: Parameters<typeof applyLayerChanges>[0]) => applyLayerChanges(media, { upsert: [{ ...layer, ...more }], remove: [] });

let demo: DemoMediaServer;
const stations: ChartStation[] = [];
beforeEach(async () => {
  demo = await startDemoMediaServer({ delayMilliseconds: 20 });
});
afterEach(async () => {
  for (const station of stations.splice(0)) await station.close();
  await demo.close();
});

function chartOf(geometryInText: boolean, connection = demo.gatewayConnection('elation', ['lab-results'])) {
  // As `openChart` puts them together, but what is not kept is not waited for as long.
  const chart = unwrap(openGatewayChart(connection, { confirmMilliseconds: 500 }));
  return geometryInText ? carryGeometryInText(chart) : chart;
}

async function openStation(geometryInText: boolean, chart = chartOf(geometryInText)): Promise<ChartStation> {
  const station = await openChartStation(chart);
  stations.push(station);
  return station;
}

async function inChart(mediaId: string) {
  const [only, ...more] = unwrap(await unwrap(openFhirChart(demo.connection)).findMediaByIdentifier(mediaIdentifier(mediaId), signal));
  expect(more).toStrictEqual([]);
  return only?.resource;
}

async function theirs(station: ChartStation, mediaId: string): Promise<string> {
  const id = await station.find(mediaIdentifier(mediaId).value);
  if (id === undefined) throw new Error('not pulled');
  return id;
}

describe('drawings in an EHR that strips extensions', () => {
  it('reach another workstation in the text of their notes, and come back changed', async () => {
    const opened = unwrap(openChart({ ...demo.gatewayConnection('elation', ['lab-results']), geometryInText: true }));
    const [here, there] = [await openStation(true, opened), await openStation(true)];
    const id = await here.capture('demo-child', randomBytes(200), { note: [{ id: 'w', text: 'Only words.' }] });
    await here.edit(id, draw());
    await here.engine.runUntilIdle();
    expect(await here.states()).toStrictEqual(['confirmed']);
    const held = await inChart(id);
    expect(held?.note?.map(({ extension }) => extension)).toStrictEqual([undefined, undefined]);
    expect(held?.note?.[1]?.text).toMatch(/^Drawing "Wound edge"[^]*```lightbox-layer 1 [0-9a-f]{8}\n/);

    await there.engine.runUntilIdle();
    const copy = await theirs(there, id);
    expect(readLayers(await there.media(copy))).toStrictEqual([layer]);
    expect((await there.media(copy)).note).toStrictEqual((await here.media(id)).note);

    await there.edit(copy, draw({ name: 'Edge', updatedAt: '2026-03-02T10:00:00Z' }));
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect(readLayers(await here.media(id)).map(({ name }) => name)).toStrictEqual(['Edge']);
    expect([await here.states(), await there.states()]).toStrictEqual([['confirmed'], ['confirmed']]);
    // What both hold is what the chart holds: nothing is pulled or sent again.
    const before = await inChart(id);
    await here.engine.runUntilIdle();
    await there.engine.runUntilIdle();
    expect(await inChart(id)).toStrictEqual(before);
  });

  it('are read, and kept as they are, by a workstation whose connection does not write them so', async () => {
    const [here, there] = [await openStation(true), await openStation(false)];
    const id = await here.capture('demo-child', randomBytes(200));
    await here.edit(id, draw());
    await here.engine.runUntilIdle();
    await there.engine.runUntilIdle();
    const copy = await theirs(there, id);
    expect(readLayers(await there.media(copy))).toStrictEqual([layer]);
    expect(readNotes(await there.media(copy))[0]?.text).not.toContain('```');
    await there.edit(copy, (media) => ({ ...media, deviceName: 'theirs' }));
    await there.edit(copy, draw({ name: 'Edge', updatedAt: '2026-03-02T10:00:00Z' }));
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect(await there.states()).toStrictEqual(['confirmed']);
    expect(await here.media(id)).toMatchObject({ deviceName: 'theirs' });
    expect(readLayers(await here.media(id)).map(({ name }) => name)).toStrictEqual(['Edge']);
  });

  it('stay here, and the EHR is remembered for it, until the connection allows them into the text', async () => {
    const here = await openStation(false);
    const id = await here.capture('demo-child', randomBytes(200));
    await here.edit(id, draw());
    await here.engine.runUntilIdle();
    const [entry] = await here.cache.outbox();
    expect(entry).toMatchObject({ state: 'parked', failure: { code: 'server.rejected', fields: [{ path: 'Media.note' }] } });
    const losses = [{ kind: 'geometry', path: 'Media.note' }];
    expect((await here.cache.mediaRows(id))?.losses).toStrictEqual(losses);
    expect(await here.cache.losses()).toStrictEqual(losses);
    expect(readLayers(await here.media(id))).toStrictEqual([layer]);
    expect(await here.cache.verify()).toStrictEqual([]);

    here.engine.setChart(chartOf(true));
    expect(await here.engine.retry(entry?.sequence ?? 0)).toMatchObject({ ok: true });
    await here.engine.runUntilIdle();
    expect(await here.states()).toStrictEqual(['confirmed']);
    expect((await here.cache.mediaRows(id))?.losses).toStrictEqual([]);
    expect(await here.cache.losses()).toStrictEqual(losses);
    expect(readLayers(await here.media(id))).toStrictEqual([layer]);
    expect((await inChart(id))?.note?.[0]?.text).toContain('```lightbox-layer');
  });

  it('that are too large for a text stay here, and the chart keeps what it had of them', async () => {
    const here = await openStation(true);
    const id = await here.capture('demo-child', randomBytes(200));
    await here.edit(id, draw());
    await here.engine.runUntilIdle();
    const before = await inChart(id);
    const points = Array.from({ length: 9_000 }, (_, index) => ({ x: index, y: index }));
    await here.edit(id, draw({ shapes: [{ kind: 'freehand', id: 'c3f3a0e0-9d6e-4f0b-8f57-6f8d0a3c1a02', points }], updatedAt: '2026-03-02T10:00:00Z' }));
    await here.engine.runUntilIdle();
    expect((await here.cache.outbox()).at(-1)).toMatchObject({ state: 'parked', failure: { code: 'server.rejected', fields: [{ path: 'Media.note', message: 'too long' }] } });
    expect(await inChart(id)).toStrictEqual(before);
    expect(readLayers(await here.media(id))[0]?.shapes[0]).toMatchObject({ points });
  });

  it('are told for what they are in how each Media departs from FHIR', async () => {
    const here = await openStation(false);
    const id = await here.capture('demo-child', randomBytes(200), { operator: { reference: 'Practitioner/demo-nurse' } });
    await here.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect((await here.cache.mediaRows(id))?.deviations).toContainEqual({ kind: 'flat-reference', path: 'operator' });
  });
});

describe('notes and drawings in an EHR that drops notes', () => {
  const athena = () => chartOf(true, demo.gatewayConnection('athena', ['insurance-card']));

  it('reach another workstation in the internal note, with everything that is in them', async () => {
    const [here, there] = [await openStation(true, athena()), await openStation(true, athena())];
    const note = { id: 'w', text: 'Only words.', extension: [{ url: 'https://example.org/e', valueString: '1' }] };
    const id = await here.capture('demo-child', randomBytes(200), { note: [note] });
    await here.edit(id, draw());
    await here.engine.runUntilIdle();
    expect(await here.states()).toStrictEqual(['confirmed']);
    expect(await inChart(id)).not.toHaveProperty('note');
    expect(JSON.stringify((await inChart(id))?.extension)).toContain('```lightbox-notes 1 ');

    await there.engine.runUntilIdle();
    const copy = await theirs(there, id);
    expect(readLayers(await there.media(copy))).toStrictEqual([layer]);
    expect((await there.media(copy)).note).toStrictEqual((await here.media(id)).note);
    // It wrote nothing yet: what is there tells it where notes go.
    await there.edit(copy, (media) => ({ ...media, deviceName: 'theirs' }));
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect(await there.states()).toStrictEqual(['confirmed']);
    expect(await here.media(id)).toMatchObject({ deviceName: 'theirs', note: [note, { id: layer.id }] });
  });

  it('are lost neither by a workstation that writes them without knowing of it, nor by one that has just been started', async () => {
    const [here, there] = [await openStation(true, athena()), await openStation(false, chartOf(false, demo.gatewayConnection('athena', ['insurance-card'])))];
    const id = await here.capture('demo-child', randomBytes(200));
    await here.edit(id, draw());
    await here.engine.runUntilIdle();
    await there.engine.runUntilIdle();
    await there.edit(await theirs(there, id), (media) => ({ ...media, deviceName: 'theirs' }));
    await there.engine.runUntilIdle();
    expect(await there.states()).toStrictEqual(['confirmed']);
    here.engine.setChart(athena());
    await here.edit(id, draw({ name: 'Edge', updatedAt: '2026-03-02T10:00:00Z' }));
    await here.engine.runUntilIdle();
    expect(new Set(await here.states())).toStrictEqual(new Set(['confirmed']));
    expect(await here.media(id)).toMatchObject({ deviceName: 'theirs' });
    expect(readLayers(await here.media(id)).map(({ name }) => name)).toStrictEqual(['Edge']);
  });
});
