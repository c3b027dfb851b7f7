import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { animatedPngFile } from './animatedPngFile.ts';
import { chestSlices } from './chestSlices.ts';
import { dicomClip } from './dicomClip.ts';
import { dicomFile } from './dicomFile.ts';
import { heifTurns, turnedHeif } from './heifFile.ts';
import { keptStill } from './stills/stillFixture.ts';
import { tiffFile } from './tiffFile.ts';

/** One file of each kind that the viewer shows, and what it must find in it. */
export interface KindOfMedium {
  readonly title: string;
  /** FHIR dateTime. */
  readonly created: string;
  readonly frames: number;
  /** It has a time, and plays. */
  readonly plays: boolean;
  readonly make: () => Promise<Uint8Array> | Uint8Array;
}

const size = { width: 320, height: 240 };

/** Of the bar, as a screen shows it. */
export const barColour = [236, 176, 64] as const;

/** A bar that stands further right in every frame, on a soft slope. RGBA. */
function picture(frame: number, frames: number): Uint8Array {
  const left = Math.round(((frame + 0.5) / frames) * size.width) - 12;
  const pixels = new Uint8Array(size.width * size.height * 4);
  for (let at = 0; at < size.width * size.height; at += 1) {
    const [x, y] = [at % size.width, Math.floor(at / size.width)];
    const bar = x >= left && x < left + 24;
    pixels.set(bar ? [...barColour, 255] : [40 + Math.floor((x * 90) / size.width), 70 + Math.floor((y * 110) / size.height), 110, 255], at * 4);
  }
  return pixels;
}

const raw = (frame: number, frames: number) => sharp(picture(frame, frames), { raw: { ...size, channels: 4 } });
const all = <Item>(frames: number, make: (frame: number) => Item): Item[] => Array.from({ length: frames }, (_, frame) => make(frame));

async function animated(frames: number) {
  const stills = await Promise.all(all(frames, (frame) => raw(frame, frames).png().toBuffer()));
  return sharp(stills, { join: { animated: true } });
}

/** @param lasts each frame, in milliseconds: tens. */
export async function gifClip(frames: number, lasts: number): Promise<Uint8Array> {
  return (await animated(frames)).gif({ delay: all(frames, () => lasts) }).toBuffer();
}

/** Doppler over grey: red and blue where blood moves. */
function colourDicom(frames: number): Uint8Array {
  const pixels = all(frames, (frame) => picture(frame, frames)).map((rgba) => rgba.filter((_, index) => index % 4 !== 3));
  return dicomFile({
    '00080060 CS': 'US', '00100010 PN': 'Wieczorek^Tomasz', '00100020 LO': 'LB-100388', '00100030 DA': '19781130', '00181063 DS': '80',
    '00280002 US': [3], '00280004 CS': 'RGB', '00280006 US': [0], '00280008 IS': String(frames), '00280010 US': [size.height], '00280011 US': [size.width],
    '00280100 US': [8], '00280101 US': [8], '00280102 US': [7], '7fe00010 OB': Buffer.concat(pixels),
  });
}

const page = (frame: number) => ({
  ...size, bits: 8, samples: 3, values: Array.from(picture(frame, 3).filter((_, index) => index % 4 !== 3)), compression: 'deflate',
} as const);

export const everyKind = {
  /** Its colours are written in another space than the screen's: shown without its profile they would be paler. */
  jpeg: { title: 'Kind JPEG', created: '2026-11-02T08:00:00+01:00', frames: 1, plays: false, make: () => raw(0, 3).removeAlpha().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer() },
  gif: { title: 'Kind GIF', created: '2026-11-03T08:00:00+01:00', frames: 6, plays: true, make: () => gifClip(6, 100) },
  webp: { title: 'Kind WebP', created: '2026-11-04T08:00:00+01:00', frames: 5, plays: true, make: async () => (await animated(5)).webp({ lossless: true, delay: all(5, () => 100) }).toBuffer() },
  apng: {
    title: 'Kind APNG', created: '2026-11-05T08:00:00+01:00', frames: 4, plays: true,
    make: () => animatedPngFile(size.width, size.height, all(4, (frame) => ({ left: 0, top: 0, ...size, pixels: [...picture(frame, 4)] }))),
  },
  /** As a telephone writes it: in Display P3, and turned to the right to stand upright. 64 x 48 pixels before. */
  heic: { title: 'Kind HEIC', created: '2026-11-05T09:00:00+01:00', frames: 1, plays: false, make: () => turnedHeif(keptStill('slope-profile.heic'), heifTurns[6] ?? {}) },
  tiff: { title: 'Kind TIFF', created: '2026-11-06T08:00:00+01:00', frames: 3, plays: false, make: () => tiffFile(all(3, page)) },
  video: { title: 'Kind MP4', created: '2026-11-07T08:00:00+01:00', frames: 300, plays: true, make: () => readFileSync(projectPath('test/fixtures/video/h264-gop30.mp4')) },
  grey: { title: 'Kind DICOM grey', created: '2026-11-08T08:00:00+01:00', frames: 12, plays: true, make: () => chestSlices() },
  colour: { title: 'Kind DICOM colour', created: '2026-11-09T08:00:00+01:00', frames: 4, plays: true, make: () => colourDicom(4) },
  /** 64 x 48 pixels, twice as high as wide: 32 by 48 mm. */
  tall: { title: 'Kind DICOM tall pixels', created: '2026-11-10T08:00:00+01:00', frames: 5, plays: true, make: () => dicomClip({ '00280030 DS': '1\\0.5' }) },
} as const satisfies Readonly<Record<string, KindOfMedium>>;
