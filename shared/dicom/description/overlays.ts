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

/** Planes with bits of their own (60xx,3000); those of old, in unused bits of the pixels, are retired and left out. */
export function readOverlays(dataSet: DicomDataSet): readonly Overlay[] {
  return Array.from({ length: 16 }, (_, index) => (0x6000 + 2 * index).toString(16)).flatMap((group) => {
    const height = dataSet.word(`${group}0010`) ?? 0;
    const width = dataSet.word(`${group}0011`) ?? 0;
    const data = dataSet.bytes(`${group}3000`);
    const pixels = width * height;
    const count = Math.max(1, Math.trunc(dataSet.decimal(`${group}0015`) ?? 1));
    if (pixels === 0 || data === undefined || data.length * 8 < pixels) return [];
    const origin = dataSet.words(`${group}0050`);
    const signed = (word: number | undefined) => ((word ?? 1) << 16) >> 16;
    return [{
      kind: dataSet.string(`${group}0040`) === 'R' ? ('regionOfInterest' as const) : ('graphics' as const),
      label: dataSet.text(`${group}1500`) ?? null,
      width, height,
      top: signed(origin[0]) - 1,
      left: signed(origin[1]) - 1,
      first: (dataSet.word(`${group}0051`) ?? 1) - 1,
      count: Math.min(count, Math.floor((data.length * 8) / pixels)),
      packed: data,
    }];
  });
}

/** Ones and zeros by pixel of what the overlay shows over frame `frame` of the picture (from 0); null where it shows nothing there. */
export function overlayBits({ packed, width, height, first, count }: Overlay, frame: number): Uint8Array | null {
  const index = frame - first;
  if (index < 0 || index >= count) return null;
  const start = index * width * height;
  return readBits(packed.subarray(start >> 3), start & 7, width * height);
}
