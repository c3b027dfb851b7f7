import { describe, expect, it } from 'vitest';
import { referenceTo } from '../../../../shared/fhir/referable.ts';
import type { Resource } from '../../../../shared/fhir/resources.ts';

describe('a reference to a resource', () => {
  it.each<[string | undefined, Resource]>([
    ['Joyce Abernathy', { resourceType: 'Practitioner', id: '1', name: [{ family: 'Abernathy', given: ['Joyce'] }] }],
    ['Dr. J. Abernathy', { resourceType: 'Practitioner', id: '1', name: [{ text: 'Dr. J. Abernathy', family: 'Abernathy' }] }],
    ['Wound clinic: Ulcer, 2026-11-08', { resourceType: 'Encounter', id: '1', type: [{ text: 'Wound clinic' }], reasonCode: [{ text: 'Ulcer' }], period: { start: '2026-11-08T09:00:00Z' } }],
    ['ambulatory', { resourceType: 'Encounter', id: '1', class: { display: 'ambulatory' } }],
    ['Foot X-ray, 2026-03-01', { resourceType: 'ServiceRequest', id: '1', code: { coding: [{ display: 'Foot X-ray' }] }, authoredOn: '2026-03-01' }],
    ['Camera 4', { resourceType: 'Device', id: '1', deviceName: [{ name: 'Camera 4', type: 'user-friendly-name' }] }],
    [undefined, { resourceType: 'Procedure', id: '1', code: 'not a concept', name: 7 }],
  ])('is known as %s', (display, resource) => {
    expect(referenceTo(resource)).toStrictEqual({ reference: `${resource.resourceType}/1`, ...(display !== undefined && { display }) });
  });

  it('needs an id', () => {
    expect(referenceTo({ resourceType: 'Device' })).toBeUndefined();
  });
});
