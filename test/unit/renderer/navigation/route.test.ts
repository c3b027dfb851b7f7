import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../../../renderer/navigation/route.ts';

const id = '3f2c1a90-7d1e-4c55-9a51-0d9b6a1c2e3f';
const other = '9a7b6c5d-1e2f-4a3b-8c4d-5e6f7a8b9c0d';
const routes: readonly Route[] = [
  { screen: 'patients' }, { screen: 'patient', patientId: id }, { screen: 'capture', patientId: null }, { screen: 'capture', patientId: id },
  { screen: 'library' }, { screen: 'sync' }, { screen: 'settings' }, { screen: 'viewer', mediaId: id }, { screen: 'compare', mediaIds: [id, other] },
];

describe('routes', () => {
  it.each(routes.map((route) => [formatRoute(route), route] as const))('%s leads where it came from', (address, route) => {
    expect(parseRoute(address)).toEqual(route);
  });

  it.each(['', '#', '#/', '#/nowhere', '#/media', '#/media/not-an-id', '#/patients/Abernathy', `#/media/${id}x`, `#/compare/${id}`, `#/compare/${id},${id}`, `#/compare/${id},anything`,
    `#/compare/${[id, other, id.replace('3', '4'), id.replace('3', '5'), id.replace('3', '6')].join(',')}`])('%s leads to the patients', (address) => {
    expect(parseRoute(address)).toEqual({ screen: 'patients' });
  });
});
