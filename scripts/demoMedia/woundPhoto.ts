import sharp from 'sharp';
import { cellNoise, fractalNoise, hash, mix, ramp } from './noise.ts';

const width = 1200;
const height = 900;
/** The ruler in the frame says so. */
const pixelsPerMillimetre = 10;

type Colour = readonly [number, number, number];

interface Wound {
  /** Middle, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Half the length and half the width, in pixels. */
  readonly length: number;
  readonly width: number;
  readonly tilt: number;
  /** 0..1: how much of the bed is yellow slough, and how deep the bed lies. */
  readonly slough: number;
  readonly depth: number;
}

/**
 * A venous leg ulcer as it might be photographed, drawn from noise: skin relief, pigment, a bed with granulation and slough, light
 * from the upper left.
 * @param visit counted from 0; changes where it lies a little, as no two photographs are framed alike.
 */
export async function woundPhoto(visit: { readonly index: number; readonly visits: number; readonly lengthMillimetres: number; readonly date: string }): Promise<Buffer> {
  const healed = visit.index / (visit.visits - 1);
  const jitter = (salt: number) => hash(visit.index, salt, 77) - 0.5;
  const wound: Wound = {
    x: 600 + 40 * jitter(1),
    y: 372 + 26 * jitter(2),
    length: (visit.lengthMillimetres * pixelsPerMillimetre) / 2,
    width: (visit.lengthMillimetres * pixelsPerMillimetre * mix(0.66, 0.5, healed)) / 2,
    tilt: -0.22 + 0.08 * jitter(3),
    slough: mix(0.48, 0.04, healed ** 1.3),
    depth: mix(1, 0.25, healed),
  };
  const pixels = paint(wound, visit.index, healed, [1 + 0.03 * jitter(4), 1, 1 + 0.05 * jitter(5)]);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(rulerSvg(visit.date, 2.2 * jitter(6))), left: 0, top: 0 }])
    .jpeg({ quality: 86, chromaSubsampling: '4:2:0', mozjpeg: true })
    .toBuffer();
}

function paint(wound: Wound, visit: number, healed: number, cast: Colour): Buffer {
  const relief = new Float32Array(width * height);
  const inside = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const edge = edgeDistance(wound, x, y);
      inside[at] = edge;
      relief[at] = reliefAt(wound, x, y, edge);
    }
  }
  const out = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const colour = shade(wound, x, y, inside[at] ?? 0, slope(relief, x, y), healed);
      const grain = (hash(x, y, 900 + visit) - 0.5) * 7;
      const vignette = 1 - 0.16 * (((x - 600) / 600) ** 2 + ((y - 450) / 450) ** 2);
      for (let channel = 0; channel < 3; channel += 1) {
        out[at * 3 + channel] = Math.max(0, Math.min(255, (colour[channel] ?? 0) * vignette * (cast[channel] ?? 1) + grain));
      }
    }
  }
  return out;
}

/** Pixels from the wound's edge; negative inside. The outline is an ellipse, bent by noise. */
function edgeDistance(wound: Wound, x: number, y: number): number {
  const dx = x - wound.x;
  const dy = y - wound.y;
  const u = (dx * Math.cos(wound.tilt) + dy * Math.sin(wound.tilt)) / wound.length;
  const v = (-dx * Math.sin(wound.tilt) + dy * Math.cos(wound.tilt)) / wound.width;
  const angle = Math.atan2(v, u);
  const bend = 0.16 * (fractalNoise(2 + 1.6 * Math.cos(angle), 5 + 1.6 * Math.sin(angle), 31, 3) - 0.5) * 2;
  const ragged = 0.05 * (fractalNoise(x / 26, y / 26, 37, 3) - 0.5) * 2;
  const radius = Math.hypot(u, v);
  return (radius - 1 - bend - ragged) * Math.min(wound.length, wound.width);
}

function legEdges(x: number): { readonly top: number; readonly bottom: number } {
  return { top: 26 + 26 * Math.sin(x / 520) + 12 * Math.sin(x / 170), bottom: 728 + 22 * Math.sin(x / 430 + 1) };
}

/** Height of the surface in pixels; lit from it. */
function reliefAt(wound: Wound, x: number, y: number, edge: number): number {
  const lines = Math.min(0.35, cellNoise(x / 9 + fractalNoise(x / 40, y / 40, 3, 2) * 2, y / 7, 11)) * 2.1;
  const pores = fractalNoise(x / 5, y / 5, 13, 2) * 1.1 + fractalNoise(x / 60, y / 60, 19, 3) * 7;
  const skin = (lines + pores) * ramp(-6, 10, edge);
  const rim = 7 * Math.exp(-(((edge - 9) / 11) ** 2)) * wound.depth;
  const bed = ramp(10, -16, edge);
  const warp = 9 * fractalNoise(x / 31, y / 31, 101, 2);
  const granules = Math.min(0.42, cellNoise((x + warp) / 15, (y - warp) / 13, 23)) * 5 + fractalNoise(x / 19, y / 19, 29, 4) * 15;
  return skin + rim + bed * (granules * 0.75 - 17 * wound.depth);
}

function slope(relief: Float32Array, x: number, y: number): readonly [number, number] {
  const at = (px: number, py: number) => relief[Math.min(height - 1, Math.max(0, py)) * width + Math.min(width - 1, Math.max(0, px))] ?? 0;
  return [(at(x + 1, y) - at(x - 1, y)) / 2, (at(x, y + 1) - at(x, y - 1)) / 2];
}

function shade(wound: Wound, x: number, y: number, edge: number, [dx, dy]: readonly [number, number], healed: number): Colour {
  const leg = legEdges(x);
  const across = (y - leg.top) / (leg.bottom - leg.top);
  if (across < 0 || across > 1) return drape(x, y, across < 0 ? leg.top - y : y - leg.bottom);
  // A cylinder under light from the upper left.
  const round = Math.sqrt(Math.max(0, 1 - ((across - 0.42) / 0.62) ** 2));
  const light = mix(0.36, 1.06, round) * (1 + 0.035 * Math.cos(x / 420));
  const lambert = 1 - 0.10 * dx - 0.13 * dy;
  const skin = skinColour(x, y, edge, healed);
  const bed = bedColour(wound, x, y, edge);
  const share = ramp(5, -5, edge);
  const wet = share * Math.max(0, -dx * 0.55 - dy * 0.8 - 0.55) ** 2 * 150;
  const cavity = 1 - 0.3 * wound.depth * Math.exp(-(((edge + 6) / 9) ** 2)) * (y < wound.y ? 1 : 0.35);
  const lit = (channel: 0 | 1 | 2) => mix(skin[channel], bed[channel], share) * light * Math.max(0.55, Math.min(1.45, lambert)) * cavity + Math.min(110, wet);
  return [lit(0), lit(1), lit(2)];
}

function skinColour(x: number, y: number, edge: number, healed: number): Colour {
  const mottle = fractalNoise(x / 130, y / 130, 41, 4) - 0.5;
  const blotch = fractalNoise(x / 38, y / 38, 43, 3) - 0.5;
  const freckle = ramp(0.62, 0.8, fractalNoise((x * 0.8 + y * 0.6) / 34, (y * 0.8 - x * 0.6) / 34, 47, 4)) * 0.3;
  const pigment = Math.max(0, Math.exp(-Math.max(0, edge) / 170) * (0.75 + 1.6 * mottle)) * 0.62;
  const redness = Math.exp(-Math.max(0, edge - 4) / mix(46, 20, healed)) * mix(0.85, 0.5, healed);
  const vein = 0.3 * Math.exp(-(((y - 590 - 38 * Math.sin(x / 190) - 14 * Math.sin(x / 61)) / 12) ** 2)) * ramp(0.3, 0.6, fractalNoise(x / 150, 3, 53, 2));
  const scale = ramp(0.66, 0.74, fractalNoise(x / 17, y / 13, 59, 3)) * Math.exp(-Math.max(0, edge - 8) / 60) * 0.4;
  const colour: Colour = [
    214 + 26 * mottle + 12 * blotch - 62 * pigment - 40 * freckle + 2 * redness - 42 * vein + 20 * scale,
    164 + 22 * mottle + 15 * blotch - 66 * pigment - 44 * freckle - 62 * redness - 22 * vein + 34 * scale,
    139 + 20 * mottle + 13 * blotch - 62 * pigment - 42 * freckle - 48 * redness + 2 * vein + 34 * scale,
  ];
  // New skin grows in as a thin pale pink seam.
  const seam = Math.exp(-(((edge - 6) / 7) ** 2)) * 0.75;
  return [mix(colour[0], 232, seam), mix(colour[1], 172, seam), mix(colour[2], 168, seam)];
}

function bedColour(wound: Wound, x: number, y: number, edge: number): Colour {
  const patch = fractalNoise(x / 64, y / 52, 61, 4);
  const inner = ramp(-4, -40, edge);
  const slough = ramp(0.97 - wound.slough, 1.07 - wound.slough, patch + 0.06 * (fractalNoise(x / 9, y / 9, 103, 2) - 0.5)) * mix(0.3, 0.92, inner);
  const dark = ramp(0.6, 0.78, fractalNoise(x / 30, y / 30, 67, 3)) * 0.45;
  const speck = fractalNoise(x / 7, y / 7, 71, 2) - 0.5;
  const red: Colour = [168 - 66 * dark + 44 * speck, 58 - 30 * dark + 34 * speck, 54 - 26 * dark + 30 * speck];
  const yellow: Colour = [196 + 34 * speck, 170 + 36 * speck, 116 + 40 * speck];
  return [mix(red[0], yellow[0], slough), mix(red[1], yellow[1], slough), mix(red[2], yellow[2], slough)];
}

/** Blue cloth; darker where the leg shadows it. */
function drape(x: number, y: number, distance: number): Colour {
  const folds = Math.sin(x / 150 + 2.2 * fractalNoise(x / 240, y / 240, 83, 3) + y / 210) * 0.09;
  const weave = ((x + y) % 4 < 2 ? 0.012 : -0.012) + (fractalNoise(x / 3, y / 3, 89, 2) - 0.5) * 0.07;
  const shadow = mix(0.5, 1, ramp(0, 70, distance));
  const light = (0.9 + folds + weave) * shadow;
  return [66 * light, 120 * light, 148 * light];
}

/** A paper ruler of 100 mm under the leg. */
function rulerSvg(date: string, tilt: number): string {
  const left = 80;
  const top = 752;
  const ticks = Array.from({ length: 101 }, (_, millimetre) => {
    const length = millimetre % 10 === 0 ? 46 : millimetre % 5 === 0 ? 34 : 22;
    const x = 20 + millimetre * pixelsPerMillimetre;
    return `<path d="M${String(x)} 0v${String(length)}" stroke="#1c1c1c" stroke-width="${millimetre % 10 === 0 ? '2.4' : '1.5'}"/>`;
  });
  const numbers = Array.from({ length: 11 }, (_, centimetre) => {
    const x = 20 + centimetre * 10 * pixelsPerMillimetre;
    return `<text x="${String(x)}" y="72" text-anchor="middle" font-size="24" font-family="DejaVu Sans, Arial, sans-serif" fill="#1c1c1c">${String(centimetre)}</text>`;
  });
  const patches = ['#111111', '#7f7f7f', '#b03a2e', '#d4ac0d', '#2e86c1', '#1e8449'].map(
    (colour, index) => `<rect x="${String(760 + index * 40)}" y="86" width="32" height="24" fill="${colour}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
    <defs><filter id="shadow" x="-5%" y="-20%" width="110%" height="150%"><feGaussianBlur stdDeviation="5"/></filter></defs>
    <g transform="translate(${String(left)} ${String(top)}) rotate(${tilt.toFixed(3)} 512 60)">
      <rect x="6" y="8" width="1040" height="120" rx="3" fill="#0b1a22" opacity="0.45" filter="url(#shadow)"/>
      <rect width="1040" height="120" rx="3" fill="#efeee7"/>
      ${ticks.join('')}${numbers.join('')}${patches.join('')}
      <text x="24" y="106" font-size="20" font-family="DejaVu Sans, Arial, sans-serif" fill="#333333">cm</text>
      <text x="80" y="106" font-size="20" font-family="DejaVu Sans, Arial, sans-serif" fill="#333333">${date}</text>
      <text x="270" y="106" font-size="20" font-family="DejaVu Sans, Arial, sans-serif" fill="#333333">L lower leg, medial</text>
    </g></svg>`;
}
