import sharp from 'sharp';
import { fractalNoise, hash } from './noise.ts';

const size = 1280;
/** Drawn with the picture and cut off: a blur at the canvas's edge fades into nothing. */
const margin = 80;

/** A schematic upright chest film, drawn as soft shapes that add up as densities do, with film grain. Nobody's chest. */
export async function chestFilm(): Promise<Buffer> {
  const { data } = await sharp(Buffer.from(drawing())).extract({ left: margin, top: margin, width: size, height: size }).greyscale().raw().toBuffer({ resolveWithObject: true });
  const channels = data.byteLength / (size * size);
  const out = Buffer.alloc(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const level = data[(y * size + x) * channels] ?? 0;
      // Vessels and tissue are never smooth; film is never without grain.
      const texture = (fractalNoise(x / 34, y / 40, 5, 5) - 0.5) * 26 * (0.35 + level / 255);
      const grain = (hash(x, y, 9) - 0.5) * 12 + (fractalNoise(x / 2.4, y / 2.4, 21, 2) - 0.5) * 14;
      out[y * size + x] = Math.max(0, Math.min(255, level + texture + grain));
    }
  }
  // Letters stay crisp: they are lead.
  const marker = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(size)}" height="${String(size)}">
    <text x="1124" y="150" font-size="74" font-weight="bold" font-family="DejaVu Sans, Arial, sans-serif" fill="#f2f2f2">L</text></svg>`;
  return sharp(out, { raw: { width: size, height: size, channels: 1 } })
    .composite([{ input: Buffer.from(marker) }])
    .toColourspace('b-w')
    .jpeg({ quality: 84, mozjpeg: true })
    .toBuffer();
}

function drawing(): string {
  const soft = (name: string, deviation: number) => `<filter id="${name}" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="${String(deviation)}"/></filter>`;
  const white = (opacity: number) => `fill="#fff" fill-opacity="${String(opacity)}"`;
  const line = (opacity: number, width: number) => `fill="none" stroke="#fff" stroke-linecap="round" stroke-opacity="${String(opacity)}" stroke-width="${String(width)}"`;
  const both = (half: string) => `${half}<g transform="translate(${String(size)} 0) scale(-1 1)">${half}</g>`;
  const canvas = String(size + 2 * margin);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas}" height="${canvas}" viewBox="${String(-margin)} ${String(-margin)} ${canvas} ${canvas}">
    <defs>${soft('s2', 2)}${soft('s5', 5)}${soft('s12', 12)}${soft('s26', 26)}${soft('s60', 60)}</defs>
    <rect x="-80" y="-80" width="1440" height="1440" fill="#0a0a0a"/>
    <path d="M560 -80 L560 0 C560 110 520 150 400 178 C250 210 120 260 60 420 L-80 760 L-80 1360 L1360 1360 L1360 760 L1220 420 C1160 260 1030 210 880 178 C760 150 720 110 720 0 L720 -80 Z" ${white(0.47)} filter="url(#s12)"/>
    <path d="M150 420 C110 640 120 900 140 1360 L-80 1360 L-80 660 Z" ${white(0.1)} filter="url(#s26)"/>
    <path d="M1130 420 C1170 640 1160 900 1140 1360 L1360 1360 L1360 660 Z" ${white(0.1)} filter="url(#s26)"/>
    <g filter="url(#s12)">
      <path d="M548 226 C452 196 352 262 286 420 C222 572 196 760 214 950 C222 1012 246 1010 300 976 C380 930 470 916 556 962 C584 976 590 930 588 868 C584 700 596 420 588 300 C584 258 574 236 548 226 Z" fill="#000" fill-opacity="0.83"/>
      <path d="M732 226 C828 196 928 262 994 420 C1058 572 1084 760 1066 962 C1058 1030 1034 1034 986 1006 C920 968 880 960 850 962 C884 900 884 800 820 690 C770 606 706 560 700 470 C694 400 690 330 698 290 C702 252 710 234 732 226 Z" fill="#000" fill-opacity="0.83"/>
    </g>
    <path d="M590 520 C566 640 560 800 586 930 C650 960 800 980 872 950 C900 860 866 760 800 670 C740 596 706 540 704 470 C690 400 604 420 590 520 Z" ${white(0.4)} filter="url(#s12)"/>
    <path d="M690 372 C740 372 752 430 716 462 C700 476 690 460 690 440 Z" ${white(0.3)} filter="url(#s12)"/>
    <path d="M210 1010 C260 930 400 880 560 960 L590 1360 L200 1360 Z" ${white(0.3)} filter="url(#s12)"/>
    <path d="M1070 1030 C1020 960 900 920 780 980 L700 1360 L1080 1360 Z" ${white(0.22)} filter="url(#s12)"/>
    <ellipse cx="905" cy="1052" rx="74" ry="40" fill="#000" fill-opacity="0.32" filter="url(#s12)"/>
    <path d="M594 -80 L686 -80 L692 1360 L588 1360 Z" ${white(0.2)} filter="url(#s12)"/>
    ${Array.from({ length: 17 }, (_, index) => `<rect x="600" y="${String(30 + index * 64)}" width="80" height="48" rx="12" ${white(0.07)} filter="url(#s5)"/>`).join('')}
    <path d="M622 -80 L622 0 C628 130 632 250 630 396 C640 430 650 430 656 396 C652 250 654 130 660 0 L660 -80 Z" fill="#000" fill-opacity="0.4" filter="url(#s5)"/>
    ${both(ribs(line))}
    ${both(`<path d="M598 250 C500 214 400 214 306 172 C262 152 220 168 190 196" ${line(0.25, 34)} filter="url(#s5)"/>
      <path d="M598 236 C500 200 400 200 306 158" ${line(0.2, 5)} filter="url(#s2)"/>
      <path d="M250 240 C170 300 130 420 178 560 C206 620 236 560 246 480 C254 400 300 300 330 250 Z" ${white(0.12)} filter="url(#s12)"/>`)}
    ${hilum(line)}
    <ellipse cx="640" cy="1180" rx="560" ry="150" ${white(0.1)} filter="url(#s60)"/>
  </svg>`;
}

/** Behind: nearly level, then falling; in front: fainter and steeper. */
function ribs(line: (opacity: number, width: number) => string): string {
  return Array.from({ length: 9 }, (_, index) => {
    const y = 262 + index * 78;
    const reach = 330 - 28 * Math.min(index, 5) - 6 * index;
    const behind = `M604 ${String(y)} C520 ${String(y - 34)} 420 ${String(y - 30)} ${String(reach)} ${String(y + 46)} C${String(reach - 52)} ${String(y + 88)} ${String(reach - 66)} ${String(y + 150)} ${String(reach - 60)} ${String(y + 190)}`;
    const front = `M${String(reach - 62)} ${String(y + 150)} C${String(reach + 10)} ${String(y + 190)} ${String(reach + 90)} ${String(y + 240)} ${String(reach + 150)} ${String(y + 256)}`;
    return `<path d="${behind}" ${line(0.115, 30)} filter="url(#s5)"/><path d="${behind}" ${line(0.1, 3)} transform="translate(0 15)" filter="url(#s2)"/>${index < 6 ? `<path d="${front}" ${line(0.065, 30)} filter="url(#s5)"/>` : ''}`;
  }).join('');
}

/** Vessels fan out of the roots of the lungs and thin towards the rim. */
function hilum(line: (opacity: number, width: number) => string): string {
  const fan = (side: 1 | -1, x: number, y: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const angle = -1.25 + (2.7 * index) / (count - 1);
      const length = 120 + 130 * hash(index, side + 2, 51);
      const dx = side * Math.cos(angle) * length;
      const dy = Math.sin(angle) * length;
      const bend = 26 * (hash(index, side + 5, 52) - 0.5);
      return `<path d="M${String(x)} ${String(y)} q${(dx * 0.5 + bend).toFixed(1)} ${(dy * 0.5 - bend).toFixed(1)} ${dx.toFixed(1)} ${dy.toFixed(1)}" ${line(0.1, 9)} filter="url(#s5)"/>`;
    }).join('');
  return `<ellipse cx="548" cy="560" rx="36" ry="74" fill="#fff" fill-opacity="0.2" filter="url(#s12)"/>
    <ellipse cx="742" cy="536" rx="34" ry="66" fill="#fff" fill-opacity="0.18" filter="url(#s12)"/>${fan(-1, 548, 556, 13)}${fan(1, 744, 530, 13)}`;
}
