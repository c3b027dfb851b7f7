import { readBits } from '../pixels/nativeSamples.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';

/** A plane of single bits over the picture. DICOM PS3.3, C.9.2. */
export interface Overlay {
  readonly kind: 'graphics' | 'regionOfInterest';
  readonly label: string | null;
  readonly width: number;
  readonly height: number;
  /** Where its first pixel lies on the picture, from 0. */
  readonly left: number;
  readonly top: number;
  /** The frames it belongs to: `count` from `first` on, from 0. */
  readonly first: number;
  readonly count: number;
  /** The bits of its frames, one behind the other. */
  readonly packed: Uint8Array;
}

/** What a file says of a plane, wherever its bits are. */
export interface OverlayGroup extends Pick<Overlay, 'kind' | 'label' | 'width' | 'height' | 'left' | 'top'> {
  /** `6000` and so on. */
  readonly group: string;
  /** Bits of its own (60xx,3000), and not in the pixels' cells. */
  readonly hasBits: boolean;
}

export function overlayGroups(dataSet: DicomDataSet): readonly OverlayGroup[] {
  return Array.from({ length: 16 }, (_, index) => (0x6000 + 2 * index).toString(16)).flatMap((group) => {
    const height = dataSet.word(`${group}0010`) ?? 0;
    const width = dataSet.word(`${group}0011`) ?? 0;
    if (width * height === 0) return [];
    const origin = dataSet.words(`${group}0050`);
    const signed = (word: number | undefined) => ((word ?? 1) << 16) >> 16;
    return [{
      group, width, height,
      hasBits: dataSet.has(`${group}3000`),
      kind: dataSet.string(`${group}0040`) === 'R' ? ('regionOfInterest' as const) : ('graphics' as const),
      label: dataSet.text(`${group}1500`) ?? null,
      top: signed(origin[0]) - 1,
      left: signed(origin[1]) - 1,
    }];
  });
}

/** Planes with bits of their own; embeddedOverlays.ts has those of old. */
export function readOverlays(dataSet: DicomDataSet): readonly Overlay[] {
  return overlayGroups(dataSet).flatMap(({ group, hasBits, ...about }) => {
    const data = hasBits ? dataSet.bytes(`${group}3000`) : undefined;
    const pixels = about.width * about.height;
    const count = Math.max(1, Math.trunc(dataSet.decimal(`${group}0015`) ?? 1));
    if (data === undefined || data.length * 8 < pixels) return [];
    return [{ ...about, first: (dataSet.word(`${group}0051`) ?? 1) - 1, count: Math.min(count, Math.floor((data.length * 8) / pixels)), packed: data }];
  });
}

/** Ones and zeros by pixel of what the overlay shows over frame `frame` of the picture (from 0); null where it shows nothing there. */
export function overlayBits({ packed, width, height, first, count }: Overlay, frame: number): Uint8Array | null {
  const index = frame - first;
  if (index < 0 || index >= count) return null;
  const start = index * width * height;
  return readBits(packed.subarray(start >> 3), start & 7, width * height);
}
