import { dicomFile, type DicomElements } from './dicomFile.ts';
import { seededRandom } from './seededRandom.ts';

/** Slices of a chest that nobody has: drawn from ellipses, in Hounsfield units, so that the windows of computed tomography show what they are for. */
const chest = { side: 256, slices: 12, spacing: 1.4, intercept: -1024 } as const;

interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly down: number;
  readonly value: number;
}

const [air, fat, muscle, lung, blood, bone, marrow] = [-1000, -90, 55, -830, 45, 650, 180];

/** What lies on top comes last. @param depth 0 at the top of the chest, 1 at its base. */
function organs(depth: number): readonly Ellipse[] {
  const wide = 0.7 + 0.3 * Math.sin(Math.PI * Math.min(1, 0.25 + depth));
  const behind = (distance: number) => 128 + distance * wide;
  const heart = 10 + 26 * Math.sin(Math.PI * Math.min(0.95, 0.2 + depth * 0.7));
  const lungs = [-1, 1].map((side) => ({ x: 128 + side * 46 * wide, y: 124, across: 34 * wide, down: 52 * wide, value: lung }));
  const ribs = Array.from({ length: 14 }, (_, index) => {
    const angle = (index / 14) * 2 * Math.PI + depth * 1.3;
    return { x: 128 + 94 * wide * Math.cos(angle), y: 126 + 68 * wide * Math.sin(angle), across: 7, down: 4, value: bone };
  });
  return [
    { x: 128, y: 128, across: 116 * wide, down: 88 * wide, value: fat }, { x: 128, y: 128, across: 106 * wide, down: 79 * wide, value: muscle },
    ...lungs, ...ribs,
    { x: 136, y: 116, across: heart, down: heart * 0.86, value: blood }, { x: 150, y: behind(24), across: 10, down: 10, value: blood + 8 }, { x: 128, y: behind(14), across: 5, down: 5, value: air },
    { x: 128, y: behind(42), across: 17, down: 14, value: bone }, { x: 128, y: behind(42), across: 13, down: 10, value: marrow }, { x: 128, y: behind(59), across: 12, down: 7, value: bone },
    { x: 128, y: behind(57), across: 7, down: 5, value: 10 }, { x: 128, y: behind(68), across: 3, down: 8, value: bone },
  ];
}

function vessels(depth: number, random: () => number): readonly Ellipse[] {
  return Array.from({ length: 46 }, () => {
    const side = random() < 0.5 ? -1 : 1;
    const [radius, size] = [random(), 0.8 + random() * 2.2];
    const angle = random() * 2 * Math.PI + depth;
    return { x: 128 + side * 46 + radius * 26 * Math.cos(angle), y: 124 + radius * 40 * Math.sin(angle), across: size, down: size, value: 20 };
  });
}

/** As a scanner sees edges: over about two pixels. */
function soft(values: Float64Array): number[] {
  const { side } = chest;
  const at = (x: number, y: number) => values[Math.min(side - 1, Math.max(0, y)) * side + Math.min(side - 1, Math.max(0, x))] ?? air;
  return Array.from(values, (value, place) => {
    const [x, y] = [place % side, Math.floor(place / side)];
    return value * 0.4 + 0.15 * (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1));
  });
}

function slice(index: number): readonly number[] {
  const { side, slices, intercept } = chest;
  const depth = index / (slices - 1);
  const values = new Float64Array(side * side).fill(air);
  const shapes = organs(depth);
  for (const { x, y, across, down, value } of [...shapes.slice(0, 4), ...vessels(depth, seededRandom(7)), ...shapes.slice(4)]) {
    for (let row = Math.max(0, Math.floor(y - down)); row <= Math.min(side - 1, y + down); row += 1) {
      for (let column = Math.max(0, Math.floor(x - across)); column <= Math.min(side - 1, x + across); column += 1) {
        if (((column - x) / across) ** 2 + ((row - y) / down) ** 2 <= 1) values[row * side + column] = value;
      }
    }
  }
  const random = seededRandom(index, 11);
  return soft(values).map((value) => Math.max(0, Math.round(value + (random() + random() + random() - 1.5) * 26) - intercept));
}

export function chestSlices(elements: DicomElements = {}): Uint8Array {
  const { side, slices, spacing, intercept } = chest;
  return dicomFile({
    '00080060 CS': 'CT', '00080022 DA': '20261102', '00080032 TM': '081700', '00080201 SH': '+0100', '00080070 LO': 'Acme', '00081090 LO': 'Scanner 3',
    '00100010 PN': 'Wieczorek^Tomasz', '00100020 LO': 'LB-100388', '00100030 DA': '19781130',
    '00280008 IS': String(slices), '00280010 US': [side], '00280011 US': [side], '00280030 DS': `${String(spacing)}\\${String(spacing)}`,
    '00281050 DS': '50', '00281051 DS': '350', '00281052 DS': String(intercept), '00281053 DS': '1', '00281055 LO': 'MEDIASTINUM',
    '7fe00010 OW': Array.from({ length: slices }, (_, index) => slice(index)).flat(),
    ...elements,
  });
}
