import type { DicomDataSet } from '../reading/dataSet.ts';

/** How far apart pixels are, and whose word that is; never a guess. */
export type PixelSpacing =
  /** Millimetres between the centres of neighbouring rows and columns, in the body. */
  | { readonly kind: 'calibrated'; readonly row: number; readonly column: number; readonly source: 'PixelSpacing' | 'ImagerPixelSpacing, calibrated' | 'UltrasoundRegion' | 'PixelMeasures' }
  /** Millimetres on the detector or the film: the body was nearer to the source, and is smaller than it measures. */
  | { readonly kind: 'atDetector'; readonly row: number; readonly column: number; readonly source: 'ImagerPixelSpacing' | 'NominalScannedPixelSpacing' | 'PixelSpacing' }
  /** Regions of an ultrasound picture with scales of their own. */
  | { readonly kind: 'byRegion'; readonly regions: readonly SpacedRegion[] }
  | { readonly kind: 'uncalibrated' };

/** Image pixels, inclusive; millimetres per pixel. */
export interface SpacedRegion {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly row: number;
  readonly column: number;
}

/** Of a computed or digital radiograph and the like, PixelSpacing may be the detector's. DICOM PS3.3, 10.7.1.3. */
const projections = new Set(['CR', 'DX', 'MG', 'RF', 'XA', 'PX', 'IO', 'RG']);

type Pair = readonly [number, number];

export function readSpacing(dataSet: DicomDataSet, frame = 0): PixelSpacing {
  const regions = readRegions(dataSet);
  const [only] = regions;
  if (only && regions.length === 1 && coversAll(only, dataSet)) return { kind: 'calibrated', row: only.row, column: only.column, source: 'UltrasoundRegion' };
  if (regions.length > 0) return { kind: 'byRegion', regions };
  const measures = measuresOf(dataSet, frame);
  if (measures) return { kind: 'calibrated', row: measures[0], column: measures[1], source: 'PixelMeasures' };
  const spacing = pair(dataSet, '00280030');
  const imager = pair(dataSet, '00181164');
  const projection = projections.has(dataSet.string('00080060') ?? '');
  if (spacing && (!projection || dataSet.has('00280a02') || (imager && (imager[0] !== spacing[0] || imager[1] !== spacing[1])))) {
    return { kind: 'calibrated', row: spacing[0], column: spacing[1], source: imager && projection ? 'ImagerPixelSpacing, calibrated' : 'PixelSpacing' };
  }
  if (imager) return { kind: 'atDetector', row: imager[0], column: imager[1], source: 'ImagerPixelSpacing' };
  if (spacing) return { kind: 'atDetector', row: spacing[0], column: spacing[1], source: 'PixelSpacing' };
  const scanned = pair(dataSet, '00182010');
  return scanned ? { kind: 'atDetector', row: scanned[0], column: scanned[1], source: 'NominalScannedPixelSpacing' } : { kind: 'uncalibrated' };
}

/** Enhanced objects: Pixel Measures of the frame, else those shared by all. DICOM PS3.3, C.7.6.16.2.1. */
function measuresOf(dataSet: DicomDataSet, frame: number): Pair | undefined {
  const groups = [dataSet.items('52009230')[frame], dataSet.items('52009229')[0]];
  return groups.flatMap((group) => group?.items('00289110') ?? []).map((measures) => pair(measures, '00280030')).find((found) => found !== undefined);
}

function pair(dataSet: DicomDataSet, tag: string): Pair | undefined {
  const [row = 0, column = 0] = dataSet.decimals(tag);
  return row > 0 && column > 0 ? [row, column] : undefined;
}

const centimetres = 3;

/** Sequence of Ultrasound Regions: only those whose both axes are lengths. DICOM PS3.3, C.8.5.5. */
function readRegions(dataSet: DicomDataSet): readonly SpacedRegion[] {
  return dataSet.items('00186011').flatMap((region) => {
    const [column, row] = [Math.abs(region.doubles('0018602c')[0] ?? 0), Math.abs(region.doubles('0018602e')[0] ?? 0)];
    const lengths = region.word('00186024') === centimetres && region.word('00186026') === centimetres;
    const [left, top, right, bottom] = ['00186018', '0018601a', '0018601c', '0018601e'].map((tag) => region.long(tag));
    if (!lengths || column === 0 || row === 0 || left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
    return [{ left, top, right, bottom, row: row * 10, column: column * 10 }];
  });
}

function coversAll({ left, top, right, bottom }: SpacedRegion, dataSet: DicomDataSet): boolean {
  return left === 0 && top === 0 && right + 1 >= (dataSet.word('00280011') ?? 0) && bottom + 1 >= (dataSet.word('00280010') ?? 0);
}

/** Height of a pixel over its width: from PixelAspectRatio, else from the spacing, else 1: square. DICOM PS3.3, C.7.6.3.1.7. */
export function readPixelAspect(dataSet: DicomDataSet): number {
  const [vertical = 0, horizontal = 0] = dataSet.decimals('00280034');
  if (vertical > 0 && horizontal > 0) return vertical / horizontal;
  const spacing = readSpacing(dataSet);
  return spacing.kind === 'calibrated' || spacing.kind === 'atDetector' ? spacing.row / spacing.column : 1;
}
