import { describe, expect, it } from 'vitest';
import { medicalRecordNumber, patientName, patientView } from '../../../../shared/fhir/patientView.ts';
import { patientSchema, type Patient } from '../../../../shared/fhir/resources.ts';

const patient = (more: Partial<Patient>): Patient => ({ resourceType: 'Patient', ...more });

describe('the name of a patient', () => {
  it.each<[Partial<Patient>, string]>([
    [{ name: [{ family: 'Vos', given: ['Ida', 'B'] }] }, 'Vos, Ida B'],
    [{ name: [{ use: 'old', family: 'Before' }, { use: 'usual', family: 'Usual' }, { use: 'official', family: 'Official' }] }, 'Official'],
    [{ name: [{ use: 'old', family: 'Before' }, { use: 'nickname', given: ['Idi'] }] }, 'Idi'],
    [{ name: [{ use: 'old', family: 'Before' }] }, 'Before'],
    [{ name: [{ text: 'Ida Vos' }] }, 'Ida Vos'],
    [{ name: [{ family: 'Vos', given: [null, 'Ida', null] }] }, 'Vos, Ida'],
    [{}, 'No name in the chart'],
  ])('of %j', (more, name) => {
    expect(patientName(patient(more))).toBe(name);
  });
});

it('is read where a given name is only said to be unknown', () => {
  const name = [{ given: [null, 'Ida'], _given: [{ extension: [{ url: 'urn:x:absent', valueCode: 'masked' }] }, null] }];
  expect(patientSchema.safeParse({ resourceType: 'Patient', name }).success).toBe(true);
});

describe('the medical record number', () => {
  it.each<[Partial<Patient>, string | null]>([
    [{ identifier: [{ use: 'official', value: 'A' }, { type: { coding: [{ code: 'MR' }] }, value: 'B' }] }, 'B'],
    [{ identifier: [{ value: 'A' }, { use: 'usual', value: 'B' }] }, 'B'],
    [{ identifier: [{ use: 'old', type: { coding: [{ code: 'MR' }] }, value: 'A' }, { value: 'B' }] }, 'B'],
    [{ identifier: [{ system: 'without value' }] }, null],
    [{}, null],
  ])('of %j', (more, number) => {
    expect(medicalRecordNumber(patient(more))).toBe(number);
  });
});

it('a view says what is unknown instead of guessing', () => {
  expect(patientView(patient({}), { id: 'x', pinned: true, mediaCount: 3, newestMediaAt: null, safety: null })).toEqual({
    id: 'x', name: 'No name in the chart', birthDate: null, sex: 'unknown', mrn: null, mediaCount: 3, newestMediaAt: null, pinned: true, safety: null,
  });
});
