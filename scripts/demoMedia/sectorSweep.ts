import gifenc from 'gifenc';
import { sweep, sweepColour } from '../../electron/mediaServer/demo/catalogue.ts';
import { fractalNoise, hash, mix, ramp, valueNoise } from './noise.ts';

const { GIFEncoder } = gifenc;
const greys = 20;
const apex = { x: sweep.width / 2, y: 14 };
const depth = sweep.height - 34;
const halfAngle = 0.62;

/**
 * A schematic curved-array sweep through a liver: speckle, a vessel that crosses, the diaphragm's arc. Each frame carries its number in large
 * digits and a square of its own colour, so that a wrong frame is seen, and measured, at once.
 */
export function sectorSweep(): Uint8Array {
  const palette: [number, number, number][] = Array.from({ length: greys }, (_, index) => {
    const level = Math.round((index * 255) / (greys - 1));
    return [level, level, level];
  });
  const colourStart = palette.length;
  for (let frame = 0; frame < sweep.frames; frame += 1) palette.push([...sweepColour(frame)]);
  const gif = GIFEncoder();
  for (let frame = 0; frame < sweep.frames; frame += 1) {
    const pixels = paint(frame);
    patch(pixels, colourStart + frame);
    number(pixels, frame);
    gif.writeFrame(pixels, sweep.width, sweep.height, frame === 0 ? { palette, delay: sweep.frameMilliseconds, repeat: 0 } : { delay: sweep.frameMilliseconds });
  }
  gif.finish();
  return gif.bytes();
}

function paint(frame: number): Uint8Array {
  const pixels = new Uint8Array(sweep.width * sweep.height);
  const slice = frame / (sweep.frames - 1);
  for (let y = 0; y < sweep.height; y += 1) {
    for (let x = 0; x < sweep.width; x += 1) {
      const range = Math.hypot(x - apex.x, y - apex.y);
      const angle = Math.atan2(x - apex.x, y - apex.y);
      const inSector = Math.abs(angle) < halfAngle && range > 46 && range < depth;
      pixels[y * sweep.width + x] = inSector ? Math.round(echo(angle, range, slice, frame) * (greys - 1)) : depthMark(x, y);
    }
  }
  return pixels;
}

/** 0..1. Speckle is longer across the beam the deeper it lies. */
function echo(angle: number, range: number, slice: number, frame: number): number {
  const across = angle * 150;
  const deep = range / depth;
  const drift = slice * 3;
  const speckle = valueNoise(across / 3.2, range / 2.6, 7 + frame) * 0.35 + valueNoise(across / 4.4 + drift, range / 3.4, 11) * 0.65;
  const texture = fractalNoise(across / 26 + drift, range / 30, 17, 3);
  let level = mix(0.16, 0.5, texture) * mix(0.6, 1.35, speckle) * mix(1.12, 0.62, deep);
  // A vessel that crosses from left to right while the probe sweeps, with bright walls.
  const vessel = Math.hypot((angle - mix(-0.34, 0.36, slice)) * 190, (range - mix(170, 232, slice)) * 1.15) - mix(22, 34, Math.sin(slice * Math.PI));
  level = mix(level, 0.03, ramp(3, -3, vessel)) + 0.42 * Math.exp(-((vessel / 3.2) ** 2));
  const branch = Math.abs(range - 150 - 240 * (angle + 0.1 + 0.2 * slice) ** 2 - 60 * angle) - 5;
  level = mix(level, 0.05, ramp(2, -2, branch) * 0.85) + 0.16 * Math.exp(-(((branch - 3) / 2.4) ** 2));
  const diaphragm = range - (depth - 58 - 26 * Math.cos((angle - 0.12) * 3.2) + 7 * Math.sin(slice * Math.PI * 2));
  level = level * mix(1, 0.35, ramp(4, 26, diaphragm)) + 0.85 * Math.exp(-((diaphragm / 4.5) ** 2)) * mix(0.6, 1, speckle);
  level += 0.3 * Math.exp(-(((range - 52) / 5) ** 2));
  return Math.min(1, Math.max(0.02, level + (hash(Math.round(across), Math.round(range), 3) - 0.5) * 0.03));
}

/** Ticks at the right, one per "centimetre". */
function depthMark(x: number, y: number): number {
  const onTick = y > 60 && y < depth && (y - 60) % 34 < 2 && x > sweep.width - 18 && x < sweep.width - 8;
  return onTick ? Math.round(greys * 0.6) : 0;
}

function patch(pixels: Uint8Array, colour: number): void {
  const { x, y, size } = sweep.patch;
  fill(pixels, { x, y, width: size, height: size }, colour);
}

/** Segments of a seven-segment digit: a (top), b, c, d (bottom), e, f, g (middle). */
const digits = ['abcdef', 'bc', 'abged', 'abgcd', 'fgbc', 'afgcd', 'afgecd', 'abc', 'abcdefg', 'abcdfg'];

/** Two digits at the lower left, counted from 0, drawn without any font. */
function number(pixels: Uint8Array, frame: number): void {
  const box = { width: 34, height: 62, thick: 8 };
  String(frame)
    .padStart(2, '0')
    .split('')
    .forEach((digit, place) => {
      const left = 16 + place * (box.width + 12);
      const top = sweep.height - box.height - 16;
      const middle = top + (box.height - box.thick) / 2;
      const half = (box.height + box.thick) / 2;
      const right = left + box.width - box.thick;
      const bars: Readonly<Record<string, Area>> = {
        a: { x: left, y: top, width: box.width, height: box.thick },
        b: { x: right, y: top, width: box.thick, height: half },
        c: { x: right, y: middle, width: box.thick, height: half },
        d: { x: left, y: top + box.height - box.thick, width: box.width, height: box.thick },
        e: { x: left, y: middle, width: box.thick, height: half },
        f: { x: left, y: top, width: box.thick, height: half },
        g: { x: left, y: middle, width: box.width, height: box.thick },
      };
      for (const segment of digits[Number(digit)] ?? '') {
        const bar = bars[segment];
        if (bar !== undefined) fill(pixels, bar, greys - 1);
      }
    });
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function fill(pixels: Uint8Array, area: Area, value: number): void {
  for (let y = area.y; y < area.y + area.height; y += 1) pixels.fill(value, y * sweep.width + area.x, y * sweep.width + area.x + area.width);
}
