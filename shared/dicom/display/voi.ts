import type { DicomDataSet } from '../reading/dataSet.ts';

/** How stored values become grey: first the modality's own unit, then a window or a table. DICOM PS3.3, C.11.1 and C.11.2. */
export interface Voi {
  /** Stored values into the modality's (Hounsfield units, optical density …). */
  readonly modality: { readonly kind: 'rescale'; readonly slope: number; readonly intercept: number } | { readonly kind: 'table'; readonly table: LookupTable };
  /** The unit of the rescaled values, `HU` for example. */
  readonly unit: string | null;
  /** As the device proposes them, the first one being its favourite. */
  readonly presets: readonly (Window | TablePreset)[];
  /** Low values are bright: MONOCHROME1, or a presentation that is inverse. */
  readonly inverse: boolean;
}

export interface Window {
  readonly kind: 'window';
  readonly centre: number;
  readonly width: number;
  readonly shape: 'linear' | 'linearExact' | 'sigmoid';
  readonly name: string | null;
}

export interface TablePreset {
  readonly kind: 'table';
  readonly table: LookupTable;
  readonly name: string | null;
}

export interface LookupTable {
  /** The value that the first entry is for. */
  readonly first: number;
  readonly bits: number;
  readonly entries: Uint16Array;
}

const shapes: Readonly<Record<string, Window['shape']>> = { LINEAR: 'linear', LINEAR_EXACT: 'linearExact', SIGMOID: 'sigmoid' };

/** @param frame of an enhanced object, whose frames may each have windows and rescales of their own (DICOM PS3.3, C.7.6.16.2.9 and .10). */
export function readVoi(dataSet: DicomDataSet, frame: number, { signed, photometric }: { readonly signed: boolean; readonly photometric: string }): Voi {
  const groups = [dataSet.items('52009230')[frame], dataSet.items('52009229')[0]];
  const inGroup = (sequence: string, tag: string): DicomDataSet =>
    groups.flatMap((group) => group?.items(sequence) ?? []).find((macro) => macro.has(tag)) ?? dataSet;
  const rescale = inGroup('00289145', '00281053');
  const windows = inGroup('00289132', '00281050');
  const [modalityTable] = tablesOf(dataSet, '00283000', signed);
  const modality: Voi['modality'] = modalityTable
    ? { kind: 'table', table: modalityTable.table }
    : { kind: 'rescale', slope: rescale.decimal('00281053') || 1, intercept: rescale.decimal('00281052') ?? 0 };
  const rescaledSigned = signed || (modality.kind === 'rescale' && modality.intercept < 0);
  return {
    modality,
    unit: rescale.string('00281054') ?? null,
    presets: [...tablesOf(windows, '00283010', rescaledSigned), ...windowsOf(windows)],
    inverse: (photometric === 'MONOCHROME1') !== (dataSet.string('20500020') === 'INVERSE' && photometric !== 'MONOCHROME1'),
  };
}

function windowsOf(dataSet: DicomDataSet): readonly Window[] {
  const [centres, widths, names] = [dataSet.decimals('00281050'), dataSet.decimals('00281051'), dataSet.text('00281055')?.split('\\') ?? []];
  const shape = shapes[dataSet.string('00281056') ?? 'LINEAR'] ?? 'linear';
  return centres.flatMap((centre, index) => {
    const width = widths[index] ?? 0;
    const isPossible = shape === 'linear' ? width >= 1 : width > 0;
    return isPossible ? [{ kind: 'window' as const, centre, width, shape, name: names[index]?.trim() || null }] : [];
  });
}

function tablesOf(dataSet: DicomDataSet, sequence: string, signed: boolean): readonly TablePreset[] {
  return dataSet.items(sequence).flatMap((item) => {
    const [claimed = 0, start = 0, bits = 0] = item.words('00283002');
    const length = claimed === 0 ? 65_536 : claimed;
    const words = item.words('00283006');
    // Tables of 8 bits may lie two entries in a word.
    const entries = bits <= 8 && words.length * 2 === length ? Uint16Array.from(item.bytes('00283006') ?? []) : words.subarray(0, length);
    if (entries.length < length || bits < 1 || bits > 16) return [];
    return [{ kind: 'table' as const, table: { first: signed ? (start << 16) >> 16 : start, bits, entries }, name: item.text('00283003') ?? null }];
  });
}
