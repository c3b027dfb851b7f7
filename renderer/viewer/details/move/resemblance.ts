import type { PatientView } from '../../../../shared/ipc/views.ts';

/** Where two patients are easily taken for one another, in words; null: nowhere. */
export function resemblance(one: PatientView, other: PatientView): string | null {
  const alike = [
    familyName(one) === familyName(other) && 'family name',
    givenNames(one) !== '' && givenNames(one) === givenNames(other) && 'given names',
    one.birthDate !== null && one.birthDate === other.birthDate && 'birth date',
  ].filter((part) => part !== false);
  return alike.length === 0 ? null : `Careful: both have the same ${alike.join(' and ')}.`;
}

const plain = (text: string | undefined) => (text ?? '').trim().toLocaleLowerCase('en').normalize('NFD').replace(/\p{Diacritic}/gu, '');
const familyName = ({ name }: PatientView) => plain(name.split(',')[0]);
const givenNames = ({ name }: PatientView) => plain(name.split(',')[1]);
