import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partForPatient, patientPartOf } from '../../../shared/fhir/edit/patientPart.ts';
import { applyMediaEdit } from '../../../shared/fhir/edit/applyMediaEdit.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { FakeChart } from '../../support/fakeChart.ts';
import { addNote, online, syncScene } from '../../support/syncScene.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { Workstation } from '../../support/workstation.ts';

const scene = syncScene();

/** To another patient, as the workspace does it. */
const toPatient = (patient: string) => (media: Media): Media => {
  const from = patientPartOf(media);
  return unwrap(applyMediaEdit(media, { element: 'subject', from, to: partForPatient(from, { reference: `Patient/${patient}` }) }));
};
const visit = (patient: string): Partial<Media> => ({ subject: { reference: `Patient/${patient}` }, encounter: { reference: `Encounter/of-${patient}` } });

/** One picture of p1, pulled; p2 is there, too. */
async function pulledPicture() {
  const { station, chart, clock } = scene;
  chart.addPatient('p2');
  const serverId = await scene.putIntoChart(online(visit('p1')));
  station.engine.wake();
  await clock.settle();
  return { station, chart, clock, serverId, id: await scene.onlyMedia() };
}

describe('a move', () => {
  it('made while an edit is on its way is not undone by its answer', async () => {
    const { station, chart, clock, serverId, id } = await pulledPicture();
    let moving: Promise<void> | undefined;
    chart.fault = (call) => {
      if (call === 'updateMedia') moving ??= station.edit(id, toPatient('p2'));
      return undefined;
    };
    await station.edit(id, addNote('seen'));
    await clock.advance(60_000);
    await moving;
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed', 'confirmed']);
    const held = chart.media.get(serverId)?.resource;
    expect(held).toMatchObject({ subject: { reference: 'Patient/p2' }, note: [{ id: 'seen' }] });
    expect(held).not.toHaveProperty('encounter');
  });

  it('that waits is not taken back by a pull that brings another change; a person decides', async () => {
    const { station, chart, clock, serverId, id } = await pulledPicture();
    const patientId = (await station.cache.patientsToPull()).find((patient) => patient.serverId === 'p2')?.patientId;
    station.engine.setOffline(true);
    await station.edit(id, toPatient('p2'));
    chart.edit(serverId, addNote('of p1'));
    station.engine.setOffline(false);
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['conflict']);
    expect((await station.record(id)).patientId).toBe(patientId);
    expect(chart.media.get(serverId)?.resource.subject?.reference).toBe('Patient/p1');
  });
});

it('to a patient whom this computer may not see takes the picture off the page of the patient before', async () => {
  const { station, chart, clock } = scene;
  const serverId = await scene.putIntoChart(online(visit('p1')));
  await clock.advance(31_000);
  const id = await scene.onlyMedia();
  chart.edit(serverId, toPatient('hidden'));
  await clock.advance(3_600_000 + 60_000);
  expect(await station.record(id)).toMatchObject({ patientId: null, current: { subject: { reference: 'Patient/hidden' } } });
  const [patient] = await station.cache.patients('');
  expect(await station.cache.mediaOfPatient(patient?.id ?? '')).toStrictEqual([]);
});

type Act = { readonly who: 0 | 1; readonly what: 'note' | 'sync' | 'keep mine' | 'keep theirs' } | { readonly who: 0 | 1; readonly what: 'move'; readonly to: string };
const patients = ['p1', 'p2', 'p3'];
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ who: fc.constantFrom(0 as const, 1 as const), what: fc.constantFrom('note' as const, 'sync' as const, 'sync' as const, 'keep mine' as const, 'keep theirs' as const) }),
  fc.record({ who: fc.constantFrom(0 as const, 1 as const), what: fc.constant('move' as const), to: fc.constantFrom(...patients) }),
);

it('whatever two workstations do at one picture, it lies with the patient it names, and with nobody else’s visit', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 3, maxLength: 14 }), async (steps) => {
      const clock = new VirtualClock();
      const chart = new FakeChart({ now: clock.now });
      for (const patient of patients) chart.addPatient(patient);
      const identifier = { system: 'urn:test', value: '1' };
      const { resource } = unwrap(await chart.createMedia({ ...online(visit('p1')), identifier: [identifier] }, identifier, new AbortController().signal));
      const stations = await Promise.all([0, 1].map(async () => new Workstation({ directory: await temporaryDirectory(), chart, clock })));
      const idOf = async (station: Workstation) => (await station.cache.mediaIds())[0] ?? '';
      const check = async () => {
        const held = chart.media.get(resource.id)?.resource;
        const shown = await Promise.all(stations.map(async (station) => {
          const { patientId, current } = await station.record(await idOf(station));
          const named = (await station.cache.patientsToPull()).find(({ serverId }) => `Patient/${serverId}` === current.subject?.reference);
          expect(patientId).toBe(named?.patientId);
          return current;
        }));
        for (const media of [held, ...shown]) {
          const patient = media?.subject?.reference?.split('/')[1] ?? '';
          expect([undefined, `Encounter/of-${patient}`]).toContain(media?.encounter?.reference);
        }
      };
      try {
        for (const station of stations) await station.start();
        for (const station of stations) station.engine.setOffline(true);
        let notes = 0;
        for (const step of steps) {
          const station = stations[step.who];
          if (!station) continue;
          const id = await idOf(station);
          const conflict = (await station.cache.outbox()).find(({ state }) => state === 'conflict');
          if (step.what === 'note') await station.edit(id, addNote(`n${String((notes += 1))}`));
          else if (step.what === 'move') {
            const { to } = step;
            if ((await station.media(id)).subject?.reference !== `Patient/${to}`) await station.edit(id, toPatient(to));
          } else {
            station.engine.setOffline(false);
            if (step.what !== 'sync' && conflict) await station.engine.resolve(conflict.sequence, step.what === 'keep mine' ? 'mine' : 'theirs');
            await clock.advance(30_000);
            station.engine.setOffline(true);
          }
          await check();
        }
      } finally {
        for (const station of stations) await station.close();
      }
      expect(stations.flatMap(({ defects }) => defects)).toStrictEqual([]);
    }),
    { numRuns: 60 },
  );
});
