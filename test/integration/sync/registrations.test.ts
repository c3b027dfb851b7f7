import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import type { NewPatient } from '../../../shared/fhir/newPatient.ts';
import { ownIdentifier } from '../../../shared/fhir/ownIdentifier.ts';
import type { Media, Patient } from '../../../shared/fhir/resources.ts';
import { localReference } from '../../../shared/sync/localReferences.ts';
import { FakeChart, type Fault } from '../../support/fakeChart.ts';
import { syncScene } from '../../support/syncScene.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { Workstation } from '../../support/workstation.ts';

const scene = syncScene();
const mrnSystem = 'urn:hospital:mrn';
const nobody: NewPatient = { family: 'Quendelbrook', given: 'Ida Bea', birthDate: '1980-05-12', sex: 'female', mrn: '' };
const register = async (more: Partial<NewPatient> = {}) => unwrap(await scene.station.registrations.registerPatient(null, { ...nobody, ...more })).id;
const stateOf = async (id: string) => (await scene.station.cache.outbox()).filter(({ resourceId }) => resourceId === id).map(({ state }) => state);
const safetyOf = async (patientId: string) => (await scene.station.cache.patient(patientId))?.safety?.state;
const registeredIn = (chart: FakeChart, id: string) =>
  [...chart.patients.values(), ...chart.encounters.values()].map(({ resource }) => resource).filter(({ identifier }) => identifier?.some(({ value }) => value === ownIdentifier(id).value));
const frontDesk = (id: string, mrn: string): Patient => ({ resourceType: 'Patient', id, name: [{ family: 'Quendelbrook', given: ['Ida'] }], birthDate: '1980-05-12', identifier: [{ system: mrnSystem, value: mrn, type: { coding: [{ code: 'MR' }] } }] });
/** Somebody of the chart is here whose number says under which system numbers are given. */
const knowTheSystem = async () => {
  scene.chart.register('p2', { ...frontDesk('p2', '1'), name: [{ family: 'Other' }], birthDate: '1950-01-01' });
  await scene.station.engine.runUntilIdle();
};

describe('a patient made here', () => {
  it('is sent first, then the visit, then the pictures, each under the name the chart gave it', async () => {
    scene.station.engine.setOffline(true);
    const patient = await register();
    const visit = unwrap(await scene.station.registrations.startVisit(patient, { kind: 'HH', reason: 'wound check' })).id;
    const picture = await scene.station.captureOf(patient, Buffer.from('heel'));
    expect((await scene.station.media(picture)).subject?.reference).toBe(localReference(patient));
    expect((await scene.station.media(picture)).encounter).toStrictEqual({ reference: localReference(visit), display: 'Home visit: wound check' });
    expect([await stateOf(patient), await stateOf(visit), await stateOf(picture)]).toStrictEqual([['pending'], ['blocked'], ['blocked']]);
    expect(await safetyOf(patient)).toBe('local');
    expect((await scene.station.cache.counts()).outbox).toMatchObject({ pending: 1, blocked: 2 });

    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed', 'confirmed', 'confirmed']);
    const [[inChart], [visitInChart], [held]] = [registeredIn(scene.chart, patient), registeredIn(scene.chart, visit), scene.heldByChart(picture)];
    expect(visitInChart).toMatchObject({ status: 'in-progress', class: { code: 'HH' }, subject: { reference: `Patient/${inChart?.id ?? ''}` }, reasonCode: [{ text: 'wound check' }] });
    expect(held).toMatchObject({ subject: { reference: `Patient/${inChart?.id ?? ''}` }, encounter: { reference: `Encounter/${visitInChart?.id ?? ''}` } });
    expect((await scene.station.media(picture)).subject?.reference).toBe(`Patient/${inChart?.id ?? ''}`);
    expect(await safetyOf(patient)).toBeUndefined();
    expect((await scene.station.cache.patients('')).map(({ id, mediaCount }) => [id, mediaCount])).toContainEqual([patient, 1]);
    expect(await scene.station.cache.verify()).toStrictEqual([]);
    // A pull tells of nobody twice.
    await scene.station.engine.runUntilIdle();
    expect((await scene.station.cache.counts()).patients).toBe(2);
  });

  it('is made once, whatever is lost on the way and whenever the process dies', async () => {
    const calls = ['findRegistered', 'createRegistered', 'readRegistered'] as const;
    for (const call of calls) for (const kind of ['refuse', 'lose'] as const) {
      scene.failOnce({ call, kind, failure: { code: 'server.timeout' } });
      const patient = await register({ family: `${call} ${kind}` });
      const picture = await scene.station.captureOf(patient, Buffer.from(`${call} ${kind}`));
      await scene.clock.advance(2);
      await scene.station.crash();
      await scene.clock.advance(600_000);
      expect([await stateOf(patient), await stateOf(picture)], `${call} ${kind}`).toStrictEqual([['confirmed'], ['confirmed']]);
      expect(registeredIn(scene.chart, patient)).toHaveLength(1);
      expect(scene.heldByChart(picture)).toHaveLength(1);
    }
  });

  it('blocks only its own pictures while the chart refuses it, and they can go to a patient of the chart', async () => {
    scene.chart.fault = (call) => (call === 'createRegistered' ? { kind: 'refuse', failure: { code: 'server.forbidden' } } : undefined);
    const patient = await register();
    const picture = await scene.station.captureOf(patient, Buffer.from('heel'));
    const other = await scene.station.capture('p1', Buffer.from('toe'));
    await scene.clock.advance(600_000);
    expect([await stateOf(patient), await stateOf(picture), await stateOf(other)]).toStrictEqual([['parked'], ['blocked'], ['confirmed']]);
    expect(await safetyOf(patient)).toBe('needs-you');
    const chartPatient = (await scene.station.cache.patients('')).find(({ id }) => id !== patient)?.id ?? '';
    unwrap(await scene.station.registrations.decide(patient, chartPatient));
    await scene.clock.advance(60_000);
    expect(scene.heldByChart(picture)[0]?.subject?.reference).toBe('Patient/p1');
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
    expect(await scene.station.cache.verify()).toStrictEqual([]);
    // Whoever still asks for the one made here gets the one it stands for; what is taken of it belongs there.
    expect((await scene.station.cache.patient(patient))?.id).toBe(chartPatient);
    expect((await scene.station.cache.media(await scene.station.captureOf(patient, Buffer.from('late'))))?.patientId).toBe(chartPatient);
  });

  it('is corrected after the chart refused it', async () => {
    scene.failOnce({ call: 'createRegistered', kind: 'refuse', failure: { code: 'server.rejected' } });
    const patient = await register({ mrn: 'wrong' });
    await scene.clock.advance(60_000);
    expect(await stateOf(patient)).toStrictEqual(['parked']);
    expect(await scene.station.cache.patientRegistration(patient)).toMatchObject({ mayChange: true, details: { mrn: 'wrong' }, failure: { code: 'server.rejected' } });
    unwrap(await scene.station.registrations.registerPatient(patient, { ...nobody, mrn: 'right' }));
    await scene.clock.advance(60_000);
    expect(registeredIn(scene.chart, patient)).toMatchObject([{ identifier: [{ value: 'right' }, {}] }]);
  });

  it('that the chart keeps otherwise is shown beside what was written, is nobody else, and is taken as the chart keeps it', async () => {
    scene.chart.keepsRegistered = (resource) => (resource.resourceType === 'Patient' ? { ...resource, birthDate: '1908-05-12' } : resource);
    const patient = await register();
    const picture = await scene.station.captureOf(patient, Buffer.from('heel'));
    await scene.clock.advance(60_000);
    const registration = await scene.station.cache.patientRegistration(patient);
    expect(registration).toMatchObject({ state: 'conflict', isTaken: true, alike: [{ birthDate: '1908-05-12' }] });
    expect(await scene.station.registrations.decide(patient, null)).toMatchObject({ ok: false, error: { code: 'local.work-waiting' } });
    unwrap(await scene.station.registrations.decide(patient, registration?.alike[0]?.id ?? ''));
    await scene.clock.advance(60_000);
    expect(registeredIn(scene.chart, patient)).toHaveLength(1);
    expect(scene.heldByChart(picture)[0]?.subject?.reference).toBe(`Patient/${registeredIn(scene.chart, patient)[0]?.id ?? ''}`);
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });

  it('is not sent to a chart that registers nobody from here', async () => {
    Object.assign(scene.chart.capabilities, { registers: [] });
    const patient = await register();
    await scene.clock.advance(60_000);
    expect(await scene.station.cache.patientRegistration(patient)).toMatchObject({ state: 'parked', failure: { code: 'server.registers-nobody' } });
    expect(scene.chart.requests).not.toContain('createRegistered');
  });
});

describe('a patient whom the front desk registered meanwhile', () => {
  it.each(['somebody else', 'the same person', 'found by the condition alone'])('is never merged unasked: %s', async (how) => {
    await knowTheSystem();
    scene.station.engine.setOffline(true);
    const patient = await register({ mrn: 'MRN-7' });
    const picture = await scene.station.captureOf(patient, Buffer.from('heel'));
    if (how === 'found by the condition alone') {
      let asked = false;
      scene.chart.fault = (call) => {
        if (call === 'createRegistered' && !asked) scene.chart.register('p7', frontDesk('p7', 'MRN-7'));
        asked ||= call === 'createRegistered';
        return undefined;
      };
    } else scene.chart.register('p7', frontDesk('p7', 'MRN-7'));
    scene.station.engine.setOffline(false);
    await scene.clock.advance(60_000);
    expect([await stateOf(patient), await stateOf(picture)]).toStrictEqual([['conflict'], ['blocked']]);
    expect(registeredIn(scene.chart, patient)).toStrictEqual([]);
    const registration = await scene.station.cache.patientRegistration(patient);
    expect(registration).toMatchObject({ failure: { code: 'server.patient-known' }, mayChange: true, alike: [{ mrn: 'MRN-7', name: 'Quendelbrook, Ida' }] });

    if (how === 'somebody else') {
      unwrap(await scene.station.registrations.decide(patient, null));
      await scene.clock.advance(60_000);
      expect(registeredIn(scene.chart, patient)).toHaveLength(1);
      expect(scene.heldByChart(picture)[0]?.subject?.reference).toBe(`Patient/${registeredIn(scene.chart, patient)[0]?.id ?? ''}`);
    } else {
      unwrap(await scene.station.registrations.decide(patient, registration?.alike[0]?.id ?? ''));
      await scene.clock.advance(60_000);
      expect(registeredIn(scene.chart, patient)).toStrictEqual([]);
      expect(scene.heldByChart(picture)[0]?.subject?.reference).toBe('Patient/p7');
    }
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });
});

describe('a visit the chart does not take', () => {
  it('can be left out, and its pictures go without it', async () => {
    scene.chart.fault = (call) => (call === 'createRegistered' ? { kind: 'refuse', failure: { code: 'server.rejected' } } : undefined);
    const patient = (await scene.station.cache.patients(''))[0]?.id ?? '';
    const visit = unwrap(await scene.station.registrations.startVisit(patient, { kind: 'AMB', reason: '' })).id;
    const picture = await scene.station.captureOf(patient, Buffer.from('heel'));
    await scene.clock.advance(60_000);
    expect([await stateOf(visit), await stateOf(picture)]).toStrictEqual([['parked'], ['blocked']]);
    unwrap(await scene.station.registrations.dropVisit(visit));
    await scene.clock.advance(60_000);
    expect(scene.heldByChart(picture)[0]).not.toHaveProperty('encounter');
    expect(await scene.station.cache.presentVisit(patient)).toBeNull();
    expect(await scene.station.cache.verify()).toStrictEqual([]);
  });
});

type Step =
  | { readonly kind: 'register' | 'visit' | 'capture' | 'offline' | 'online' | 'crash' | 'wait' }
  | { readonly kind: 'fault'; readonly call: string; readonly fault: Fault };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('register' as const, 'visit' as const, 'capture' as const, 'capture' as const, 'offline' as const, 'online' as const, 'crash' as const, 'wait' as const) }),
  fc.record({
    kind: fc.constant('fault' as const),
    call: fc.constantFrom('findRegistered', 'createRegistered', 'readRegistered', 'uploadBinary', 'createMedia', 'readMedia', 'search'),
    fault: fc.record({ kind: fc.constantFrom('refuse' as const, 'lose' as const), failure: fc.constantFrom({ code: 'server.timeout' as const }, { code: 'server.failed' as const }) }),
  }),
);

describe('whatever happens in whatever order', () => {
  it('every patient, visit and picture stands in the chart once, and each picture under its patient', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 24 }), async (steps) => {
        const clock = new VirtualClock();
        const chart = new FakeChart({ now: clock.now, pageSize: 2 });
        const station = new Workstation({ directory: await temporaryDirectory(), chart, clock });
        await station.start();
        const patients: string[] = [];
        const visitOf = new Map<string, string>();
        const pictures: { id: string; patient: string; visit: string | undefined }[] = [];
        for (const [index, one] of steps.entries()) {
          const patient = patients.at(-1 - (index % 2)) ?? patients[0];
          if (one.kind === 'register') patients.push(unwrap(await station.registrations.registerPatient(null, { ...nobody, family: `F${String(index)}`, mrn: `M${String(index)}` })).id);
          else if (one.kind === 'visit' && patient !== undefined) visitOf.set(patient, unwrap(await station.registrations.startVisit(patient, { kind: 'AMB', reason: '' })).id);
          else if (one.kind === 'capture' && patient !== undefined) pictures.push({ id: await station.captureOf(patient, Buffer.from(String(index))), patient, visit: visitOf.get(patient) });
          else if (one.kind === 'offline' || one.kind === 'online') station.engine.setOffline(one.kind === 'offline');
          else if (one.kind === 'crash') await station.crash();
          else if (one.kind === 'wait') await clock.advance(700);
          else if (one.kind === 'fault') {
            let spent = false;
            chart.fault = (call) => {
              if (spent || call !== one.call) return undefined;
              spent = true;
              return one.fault;
            };
          }
          await clock.settle();
        }
        chart.fault = () => undefined;
        station.engine.setOffline(false);
        await clock.advance(60_000);
        expect(new Set(await station.states())).toStrictEqual(new Set(patients.length > 0 ? ['confirmed'] : []));
        const idInChart = (id: string) => {
          const held = registeredIn(chart, id);
          expect(held).toHaveLength(1);
          return held[0]?.id ?? '';
        };
        const ownOf = (media: Media, id: string) => media.identifier?.some(({ value }) => value === ownIdentifier(id).value) === true;
        for (const { id, patient, visit } of pictures) {
          const held = [...chart.media.values()].map(({ resource }) => resource).filter((media) => ownOf(media, id));
          expect(held.map(({ subject, encounter }) => [subject?.reference, encounter?.reference])).toStrictEqual([[`Patient/${idInChart(patient)}`, visit === undefined ? undefined : `Encounter/${idInChart(visit)}`]]);
        }
        for (const patient of patients) idInChart(patient);
        expect((await station.cache.counts()).patients).toBe(patients.length);
        expect(await station.cache.verify()).toStrictEqual([]);
        expect(station.defects).toStrictEqual([]);
        await station.close();
      }),
      { numRuns: 40 },
    );
  });
});
