import { describe, expect, it } from 'vitest';
import { leavingWords } from '../../../../../../renderer/viewer/details/move/leavingWords.ts';
import { resemblance } from '../../../../../../renderer/viewer/details/move/resemblance.ts';
import type { PatientView } from '../../../../../../shared/ipc/views.ts';

const patient = (name: string, birthDate: string | null): PatientView => ({ id: name, name, birthDate, sex: 'unknown', mrn: null, mediaCount: 0, newestMediaAt: null, safety: null, pinned: false });

describe('two patients who are easily mistaken', () => {
  it.each([
    ['Müller, Ida', '1961-03-12', 'Muller, Ida', '1980-01-01', 'Careful: both have the same family name and given names.'],
    ['Byrne, Tomas', '1961-03-12', 'Roe, Ann', '1961-03-12', 'Careful: both have the same birth date.'],
    ['Byrne, Tomas', null, 'Roe, Ann', null, null],
    ['Byrne', '1961', 'Roe', '1962', null],
  ])('%s, %s and %s, %s', (one, born, other, otherBorn, words) => {
    expect(resemblance(patient(one, born), patient(other, otherBorn))).toBe(words);
  });
});

describe('what a move takes off', () => {
  it('is said line by line, in the words of the details', () => {
    expect(
      leavingWords({
        subject: { reference: 'Patient/1' }, encounter: { display: 'Wound clinic', reference: 'Encounter/1' }, basedOn: [{ reference: 'ServiceRequest/1' }], partOf: [{}],
        operator: { reference: 'Patient/1', display: 'Himself' }, extension: [{ url: 'TINY_URLS.MEDIA.APPOINTMENTID', valueInteger: 7 }, { url: 'urn:x:own', valueString: 'kept' }], text: { div: '' },
      }),
    ).toStrictEqual(['Encounter: Wound clinic', 'Based on: ServiceRequest/1', 'Part of: not named', 'Taken by: Himself', 'Appointment: 7', 'Summary in the chart’s words']);
    expect(leavingWords({ subject: { reference: 'Patient/1' }, operator: { reference: 'Practitioner/1' } })).toStrictEqual([]);
  });
});
