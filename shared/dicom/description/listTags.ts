import type { DicomDataSet } from '../reading/dataSet.ts';
import { tagName } from './tagNames.ts';

/** One element as people read it. */
export interface DicomTag {
  /** `(gggg,eeee)`. */
  readonly tag: string;
  /** Null: not in the list of names. */
  readonly name: string | null;
  /** As written; for implicit VR as the list of names has it. */
  readonly vr: string | null;
  /** Cut when it is long; what is no text, by its length. */
  readonly value: string;
  /** How many sequences it lies in. */
  readonly depth: number;
  /** Of the device's own. */
  readonly isPrivate: boolean;
  /** Says who the patient is. */
  readonly isPatient: boolean;
}

/** A list nobody reads to its end; a file made of small elements would fill the memory with rows. */
const mostTags = 20_000;
const longestValue = 200;
/** Values of numbers that are shown. */
const mostNumbers = 16;

const texts = new Set(['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'LO', 'LT', 'PN', 'SH', 'ST', 'TM', 'UC', 'UI', 'UR', 'UT']);

/** All elements in the file's order, those of sequences behind their sequence. */
export function listTags(dataSet: DicomDataSet): readonly DicomTag[] {
  const rows: DicomTag[] = [];
  collect(dataSet, 0, rows);
  return rows;
}

function collect(dataSet: DicomDataSet, depth: number, rows: DicomTag[]): void {
  for (const [tag, element] of dataSet.elements()) {
    if (rows.length >= mostTags) return;
    const known = tagName(tag);
    const vr = element.vr ?? known?.vr ?? null;
    const items = dataSet.items(tag);
    rows.push({
      tag: `(${tag.slice(0, 4)},${tag.slice(4)})`,
      name: known?.name ?? null,
      vr, depth,
      value: element.items || vr === 'SQ' ? count(items.length, 'item') : describe(dataSet, tag, vr, element.length),
      // DICOM PS3.5, 7.8: odd groups.
      isPrivate: (Number.parseInt(tag.slice(0, 4), 16) & 1) === 1,
      isPatient: tag.startsWith('0010'),
    });
    for (const item of items) collect(item, depth + 1, rows);
  }
}

function describe(dataSet: DicomDataSet, tag: string, vr: string | null, length: number): string {
  if (length === 0) return '';
  if (vr !== null && texts.has(vr)) return cut(dataSet.text(tag)) ?? count(length, 'byte');
  const numbers = vr === null ? [] : numbersOf(dataSet, tag, vr);
  if (numbers.length > 0 && numbers.length <= mostNumbers) return numbers.join(' \\ ');
  return count(length, 'byte');
}

function numbersOf(dataSet: DicomDataSet, tag: string, vr: string): readonly (number | string)[] {
  switch (vr) {
    case 'US':
      return [...dataSet.words(tag)];
    case 'SS':
      return [...dataSet.words(tag)].map((word) => (word << 16) >> 16);
    case 'UL':
      return [dataSet.long(tag) ?? ''];
    case 'FD':
      return dataSet.doubles(tag);
    case 'AT': {
      const words = [...dataSet.words(tag)].map((word) => word.toString(16).padStart(4, '0'));
      return words.flatMap((word, index) => (index % 2 === 0 ? [`(${word},${words[index + 1] ?? '0000'})`] : []));
    }
    default:
      return [];
  }
}

function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function count(number: number, unit: string): string {
  return `${String(number)} ${unit}${number === 1 ? '' : 's'}`;
}
