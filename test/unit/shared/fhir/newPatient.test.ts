import { describe, expect, it } from 'vitest';
import { detailsOfPatient, mayBeSamePatient, problemsOfNewPatient, registeredPatient, type NewPatient } from '../../../../shared/fhir/newPatient.ts';
import type { Patient } from '../../../../shared/fhir/resources.ts';

const today = '2026-11-29';
const ida: NewPatient = { family: 'Quendelbrook', given: 'Ida Bea', birthDate: '1980-05-12', sex: 'female', mrn: 'MRN-7' };
const problem = (more: Partial<NewPatient>) => Object.keys(problemsOfNewPatient({ ...ida, ...more }, today));

describe('what somebody says of a new patient', () => {
  it.each<[Partial<NewPatient>, readonly string[]]>([
    [{}, []], [{ birthDate: '', mrn: '' }, []], [{ family: '' }, []], [{ given: '' }, []], [{ family: ' ', given: '' }, ['family']],
    [{ birthDate: '12.5.1980' }, ['birthDate']], [{ birthDate: '1980-02-30' }, ['birthDate']], [{ birthDate: today }, []], [{ birthDate: '2026-11-30' }, ['birthDate']],
    [{ birthDate: '1896-01-01' }, []], [{ birthDate: '1895-12-31' }, ['birthDate']],
  ])('%j: wrong is %j', (more, wrong) => {
    expect(problem(more)).toStrictEqual(wrong);
  });

  it('becomes a FHIR patient with its own identifier, and can be read back', () => {
    expect(registeredPatient({ patientId: 'u', details: { ...ida, family: ' Quendelbrook ' }, mrnSystem: 'urn:mrn' })).toStrictEqual({
      resourceType: 'Patient',
      identifier: [
        { use: 'usual', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, system: 'urn:mrn', value: 'MRN-7' },
        { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:u' },
      ],
      name: [{ use: 'official', family: 'Quendelbrook', given: ['Ida', 'Bea'] }], gender: 'female', birthDate: '1980-05-12',
    });
    expect(registeredPatient({ patientId: 'u', details: { family: '', given: 'X', birthDate: '', sex: 'unknown', mrn: '' }, mrnSystem: 'urn:mrn' })).toStrictEqual({
      resourceType: 'Patient', identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:u' }], name: [{ use: 'official', given: ['X'] }], gender: 'unknown',
    });
    expect(detailsOfPatient(registeredPatient({ patientId: 'u', details: ida, mrnSystem: undefined }))).toStrictEqual(ida);
  });
});

describe('whether somebody known may be the one', () => {
  const known = (more: Partial<Patient> = {}): Patient => ({ resourceType: 'Patient', name: [{ family: 'Quéndelbrook', given: ['IDA', 'Bea'] }], birthDate: '1980-05-12', ...more });
  it.each<[string, Patient, boolean]>([
    ['the same name and birth date, whatever the accents', known(), true],
    ['the names the other way round', known({ name: [{ family: 'Ida Bea', given: ['Quendelbrook'] }] }), true],
    ['the name as one text', known({ name: [{ text: 'Quendelbrook, Ida Bea' }] }), true],
    ['another birth date', known({ birthDate: '1980-05-13' }), false],
    ['a birth date that says less', known({ birthDate: '1980' }), true],
    ['no birth date', { resourceType: 'Patient', name: [{ family: 'Quendelbrook', given: ['Ida', 'Bea'] }] }, true],
    ['another name', known({ name: [{ family: 'Quendelbrook', given: ['Ada'] }] }), false],
    ['the same number under another name', known({ name: [{ family: 'X' }], birthDate: '1999-01-01', identifier: [{ value: 'mrn-7' }] }), true],
    ['no name at all', { resourceType: 'Patient' }, false],
  ])('%s', (_name, patient, same) => {
    expect(mayBeSamePatient(ida, patient)).toBe(same);
  });
});
