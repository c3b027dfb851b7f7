import type { Patient } from '../../fhir/resources.ts';
import type { ChartIdentity, IdentityDifference } from '../../ipc/dicomViews.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';
import { dateOf } from './dateTime.ts';

/** Whom a file says it shows; null where it is silent. */
export interface DicomPatient {
  /** As read by people: "Family, Given". */
  readonly name: string | null;
  /** FHIR date. */
  readonly birthDate: string | null;
  readonly id: string | null;
}

export function readDicomPatient(dataSet: DicomDataSet): DicomPatient {
  return { name: personName(dataSet.text('00100010')), birthDate: dateOf(dataSet.string('00100030')), id: dataSet.text('00100020') ?? null };
}

/** PN, its first group of letters: Family^Given^Middle^Prefix^Suffix. DICOM PS3.5, 6.2.1. */
function personName(value: string | undefined): string | null {
  const [family = '', given = '', middle = ''] = (value?.split('=').find((group) => group.trim() !== '') ?? '').split('^').map((part) => part.trim());
  const parts = [family, [given, middle].filter((part) => part !== '').join(' ')].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(', ') : null;
}

/** All names and identifiers by which the chart knows somebody. */
export function chartIdentity({ name = [], birthDate, identifier = [] }: Patient): ChartIdentity {
  return {
    names: name.map(({ family, given, text }) => [family, ...(given ?? [])].filter((part) => typeof part === 'string').join(' ') || (text ?? '')).filter((one) => one !== ''),
    birthDate: birthDate ?? null,
    ids: identifier.flatMap(({ value }) => (value === undefined ? [] : [value])),
  };
}

/**
 * Where the file names another person than the chart. What either does not say contradicts nothing; of a chart's several names and
 * identifiers one that agrees is enough. Names agree when the shorter one's words are all in the other: accents, case, order and a middle
 * name are written in one system and not in the next.
 */
export function compareIdentity(file: DicomPatient, { names, birthDate: known, ids }: ChartIdentity): readonly IdentityDifference[] {
  const differences: IdentityDifference[] = [];
  const { name, id, birthDate } = file;
  if (name !== null && names.length > 0 && !names.some((one) => sameName(name, one))) differences.push({ what: 'name', inFile: name, inChart: names.join('; ') });
  // A chart may know a year or a month only.
  if (birthDate !== null && known !== null && !birthDate.startsWith(known)) differences.push({ what: 'birthDate', inFile: birthDate, inChart: known });
  if (id !== null && ids.length > 0 && !ids.some((one) => sameId(id, one))) differences.push({ what: 'id', inFile: id, inChart: ids.join('; ') });
  return differences;
}

function words(name: string): readonly string[] {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function sameName(one: string, other: string): boolean {
  const [shorter = [], longer = []] = [words(one), words(other)].sort((a, b) => a.length - b.length);
  return shorter.length > 0 && shorter.every((word) => longer.includes(word));
}

function sameId(one: string, other: string): boolean {
  const plain = (id: string) => id.trim().toLowerCase();
  return plain(one) === plain(other);
}
