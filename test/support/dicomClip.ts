import { dicomFile, type DicomElements } from './dicomFile.ts';

/** Frames of a ramp that starts anew in each: what a pixel holds tells its frame and its place. */
export const clip = { width: 64, height: 48, frames: 5 } as const;

/** Stored value of a pixel; 1000 is 0 Hounsfield units (intercept -1000), a window's middle. */
export function clipValue(frame: number, x: number, y: number): number {
  return 900 + frame * 50 + x + y;
}

/** A small CT clip with two windows, an overlay over its upper left corner, and a patient. */
export function dicomClip(elements: DicomElements = {}): Uint8Array {
  const { width, height, frames } = clip;
  const values = Array.from({ length: frames * width * height }, (_, index) => clipValue(Math.floor(index / (width * height)), index % width, Math.floor(index / width) % height));
  const overlay = new Uint8Array((width * height) / 8);
  overlay.fill(0xff, 0, width / 8);
  return dicomFile({
    '00080060 CS': 'CT', '00080022 DA': '20260314', '00080032 TM': '101500', '00080201 SH': '+0100', '00080050 SH': 'ACC-77', '00080070 LO': 'Acme', '00081090 LO': 'Scanner 3',
    '00100010 PN': 'Wieczorek^Tomasz', '00100020 LO': 'LB-100388', '00100030 DA': '19781130',
    '00200062 CS': 'L', '00280008 IS': String(frames), '00280030 DS': '0.5\\0.5', '00181063 DS': '100',
    '00280010 US': [height], '00280011 US': [width], '00281050 DS': '0\\100', '00281051 DS': '200\\400', '00281052 DS': '-1000', '00281053 DS': '1', '00281055 LO': 'SOFT\\WIDE',
    '60000010 US': [height], '60000011 US': [width], '60000040 CS': 'G', '60000050 SS': [1, 1], '60000100 US': [1], '60000102 US': [0], '60003000 OW': overlay,
    '7fe00010 OW': values,
    ...elements,
  });
}
