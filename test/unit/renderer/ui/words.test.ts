import { describe, expect, it } from 'vitest';
import { callName, describeBirth, describeRecordNumber } from '../../../../renderer/ui/describePatient.ts';
import { describeSafety } from '../../../../renderer/ui/describeSafety.ts';
import { countOf, formatBytes } from '../../../../renderer/ui/sizes.ts';
import { safetySchema, type PatientView } from '../../../../shared/ipc/views.ts';

const safetyStates = safetySchema.shape.state.options;
const now = new Date(2026, 10, 23, 18).getTime();
const patient: PatientView = {
  id: '00000000-0000-4000-8000-000000000001', name: 'Müller-Lüdenscheidt, Friederike', birthDate: '1931-01-05', sex: 'female', mrn: 'LB-17',
  mediaCount: 0, newestMediaAt: null, pinned: false, safety: null,
};

describe('words on the screen', () => {
  it('calls a patient by the family name in capitals', () => {
    expect(callName(patient)).toBe('MÜLLER-LÜDENSCHEIDT, Friederike');
    expect(callName({ ...patient, name: 'Madonna' })).toBe('MADONNA');
  });

  it('says what is not known instead of leaving it out', () => {
    expect(describeBirth(patient, now)).toBe('5 Jan 1931 (95 y)');
    expect(describeBirth({ ...patient, birthDate: null }, now)).toBe('Birth date unknown');
    expect(describeBirth({ ...patient, birthDate: '1979' }, now)).toBe('1979');
    expect(describeRecordNumber({ ...patient, mrn: null })).toBe('No MRN');
  });

  it('has different words for every state of safety', () => {
    const words = safetyStates.map((state) => describeSafety({ state, progress: null, provenAt: null, failure: null }, now));
    expect(new Set(words).size).toBe(safetyStates.length);
  });

  it('tells how much was sent and when it was proven', () => {
    expect(describeSafety({ state: 'sending', progress: 0.424, provenAt: null, failure: null }, now)).toBe('Sending 42 %');
    expect(describeSafety({ state: 'proven', progress: null, provenAt: new Date(2026, 10, 23, 14, 2).getTime(), failure: null }, now)).toBe('In the chart, proven 14:02');
  });

  it('counts and weighs', () => {
    expect(countOf(1, 'picture')).toBe('1 picture');
    expect(countOf(1204, 'picture')).toBe('1,204 pictures');
    expect(formatBytes(812)).toBe('812 B');
    expect(formatBytes(4_130_000)).toBe('4.1 MB');
    expect(formatBytes(48_000)).toBe('48 kB');
  });
});
