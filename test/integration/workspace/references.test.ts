import { describe, expect, it } from 'vitest';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { searchReferences, seenReferences } from '../../../electron/workspace/references.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { ReferringElement } from '../../../shared/fhir/referable.ts';
import { demoStations, type Station } from '../../support/demoStations.ts';

/** What a person is offered when a Media is to name a visit, a person or a device: real cache, real engine, real server. */

const stations = demoStations();
const firstOf = async ({ cache, patientIdOf }: Station, patient: string) => (await cache.mediaOfPatient(await patientIdOf(patient)))[0]?.id ?? '';
const search = ({ cache, engine }: Station, mediaId: string, element: ReferringElement, words = '') => searchReferences({ cache, sync: engine }, { mediaId, element, words });

describe('what a Media may refer to', () => {
  it('is found in the chart: the visits of this patient, and the people by their names', async () => {
    const here = await stations.open('N. Nurse');
    const mediaId = await firstOf(here, 'demo-wound');
    const visits = unwrap(await search(here, mediaId, 'encounter')) ?? [];
    const media = await Promise.all((await here.cache.mediaOfPatient(await here.patientIdOf('demo-wound'))).map(({ id }) => here.cache.media(id)));
    expect(visits.map(({ reference }) => reference).toSorted()).toStrictEqual(media.map((record) => record?.current.encounter?.reference).toSorted());
    expect(visits.every(({ display }) => /^\S.*, \d{4}-\d{2}-\d{2}$/.test(display ?? ''))).toBe(true);
    expect(unwrap(await search(here, mediaId, 'operator', 'aberna'))).toStrictEqual([{ reference: 'Practitioner/demo-wound-nurse', display: 'Joyce Abernathy' }]);
  });

  it('cannot be found where the chart does not have the type, is a gateway, or is away; what other pictures name is there all the same', async () => {
    const here = await stations.open('N. Nurse');
    const mediaId = await firstOf(here, 'demo-wound');
    expect(unwrap(await search(here, mediaId, 'device'))).toBeNull();
    expect(unwrap(await search(here, mediaId, 'basedOn'))).toBeNull();
    here.engine.setOffline(true);
    expect(unwrap(await search(here, mediaId, 'encounter'))).toBeNull();
    const seen = unwrap(await seenReferences(here, { mediaId, element: 'operator' }));
    expect(seen).toContainEqual({ reference: 'Practitioner/demo-radiographer', display: 'Ignacio Castellanos' });
    expect(new Set(seen.map(({ reference }) => reference)).size).toBe(seen.length);

    const behind = await stations.open('N. Nurse', unwrap(openGatewayChart(stations.demo().gatewayConnection('epic', ['admin']))));
    const [media] = await behind.cache.mediaIds();
    expect(unwrap(await search(behind, media ?? '', 'operator'))).toBeNull();
  });

  it('is, of visits, never another patient’s; of people, nobody who is one', async () => {
    const here = await stations.open('N. Nurse');
    const [mine, other] = [await firstOf(here, 'demo-wound'), await firstOf(here, 'demo-ultrasound')];
    unwrap(await here.edit(other, { element: 'operator', from: (await here.cache.media(other))?.current.operator ?? null, to: { reference: 'Patient/demo-ultrasound' } }));
    unwrap(await here.edit(other, { element: 'encounter', from: (await here.cache.media(other))?.current.encounter ?? null, to: { reference: 'Encounter/of-somebody-else' } }));
    const seenBy = async (mediaId: string, element: ReferringElement) => unwrap(await seenReferences(here, { mediaId, element })).map(({ reference }) => reference);
    expect(await seenBy(mine, 'operator')).not.toContain('Patient/demo-ultrasound');
    expect(await seenBy(other, 'operator')).toContain('Patient/demo-ultrasound');
    expect(await seenBy(mine, 'encounter')).not.toContain('Encounter/of-somebody-else');
    expect(await seenBy(other, 'encounter')).toContain('Encounter/of-somebody-else');
  });
});
