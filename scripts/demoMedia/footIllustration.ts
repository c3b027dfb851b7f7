import sharp from 'sharp';

interface Point {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0..1 */
  readonly load: number;
  readonly side: 'left' | 'right';
  readonly labelY: number;
}

const points: readonly Point[] = [
  { label: 'Great toe', x: 507, y: 196, radius: 40, load: 0.85, side: 'left', labelY: 170 },
  { label: '1st metatarsal head', x: 498, y: 330, radius: 54, load: 1, side: 'left', labelY: 330 },
  { label: 'Lesser toes', x: 644, y: 220, radius: 26, load: 0.4, side: 'right', labelY: 190 },
  { label: '2nd–3rd metatarsal heads', x: 585, y: 326, radius: 46, load: 0.8, side: 'right', labelY: 286 },
  { label: '5th metatarsal head', x: 694, y: 392, radius: 42, load: 0.65, side: 'right', labelY: 400 },
  { label: 'Lateral midfoot', x: 688, y: 540, radius: 40, load: 0.35, side: 'right', labelY: 540 },
  { label: 'Heel', x: 594, y: 752, radius: 78, load: 0.95, side: 'left', labelY: 740 },
];

/** The sole of a left foot with the places that carry most: for teaching, not for measuring. */
export async function footIllustration(): Promise<Buffer> {
  return sharp(Buffer.from(drawing())).png({ compressionLevel: 9, palette: true, colours: 200, dither: 0.6 }).toBuffer();
}

const outline = `M484 240 C448 246 426 340 446 430 C470 530 498 600 500 690 C502 770 536 828 594 828 C656 828 690 776 696 706
  C706 610 752 540 752 440 C752 380 742 330 722 296 C690 268 566 238 484 240 Z`;
const toes = [
  { x: 505, y: 190, rx: 46, ry: 62, tilt: -4 },
  { x: 580, y: 184, rx: 25, ry: 42, tilt: 6 },
  { x: 632, y: 205, rx: 23, ry: 37, tilt: 12 },
  { x: 679, y: 236, rx: 22, ry: 33, tilt: 18 },
  { x: 719, y: 276, rx: 21, ry: 29, tilt: 26 },
];

function drawing(): string {
  const text = (x: number, y: number, content: string, style: string) =>
    `<text x="${String(x)}" y="${String(y)}" font-family="DejaVu Sans, Arial, sans-serif" ${style}>${content}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900">
    <defs>
      <linearGradient id="skin" x1="0" x2="1" y1="0" y2="1"><stop offset="0" stop-color="#f3d3bd"/><stop offset="1" stop-color="#dfb093"/></linearGradient>
      <radialGradient id="load"><stop offset="0" stop-color="#c0261c" stop-opacity="0.95"/><stop offset="0.55" stop-color="#e8743b" stop-opacity="0.6"/><stop offset="1" stop-color="#f4b15f" stop-opacity="0"/></radialGradient>
      <filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="9"/></filter>
      <clipPath id="sole"><path d="${outline}"/>${toes.map((toe) => toeShape(toe)).join('')}</clipPath>
    </defs>
    <rect width="1200" height="900" fill="#fbfaf7"/>
    <g transform="translate(8 12)" opacity="0.22" filter="url(#soft)"><path d="${outline}"/>${toes.map((toe) => toeShape(toe)).join('')}</g>
    <g fill="url(#skin)" stroke="#8a5a44" stroke-width="3.5" stroke-linejoin="round"><path d="${outline}"/>${toes.map((toe) => toeShape(toe)).join('')}</g>
    <g clip-path="url(#sole)">
      <path d="M440 420 C470 500 520 560 516 700 L430 700 Z" fill="#c48f72" opacity="0.5" filter="url(#soft)"/>
      <path d="M470 262 C540 290 640 300 724 330" fill="none" stroke="#b98468" stroke-width="5" opacity="0.5"/>
      ${points.map(({ x, y, radius, load }) => `<circle cx="${String(x)}" cy="${String(y)}" r="${String(radius * 1.45)}" fill="url(#load)" opacity="${String(0.3 + 0.7 * load)}"/>`).join('')}
    </g>
    ${points.map((point) => leader(point, text)).join('')}
    ${text(48, 62, 'Pressure points of the foot', 'font-size="34" font-weight="bold" fill="#22313a"')}
    ${text(48, 98, 'Left sole, standing', 'font-size="22" fill="#51636e"')}
    <g transform="translate(48 800)">
      <rect width="180" height="16" rx="8" fill="url(#bar)"/><defs><linearGradient id="bar"><stop offset="0" stop-color="#f7dcb4"/><stop offset="0.5" stop-color="#e8743b"/><stop offset="1" stop-color="#c0261c"/></linearGradient></defs>
      ${text(0, 46, 'less', 'font-size="20" fill="#51636e"')}${text(180, 46, 'more load', 'font-size="20" fill="#51636e" text-anchor="end"')}
    </g>
  </svg>`;
}

function toeShape({ x, y, rx, ry, tilt }: (typeof toes)[number]): string {
  return `<ellipse cx="${String(x)}" cy="${String(y)}" rx="${String(rx)}" ry="${String(ry)}" transform="rotate(${String(tilt)} ${String(x)} ${String(y)})"/>`;
}

function leader(point: Point, text: (x: number, y: number, content: string, style: string) => string): string {
  const left = point.side === 'left';
  const end = left ? 366 : 806;
  return `<path d="M${String(point.x)} ${String(point.y)} L${String(left ? end + 30 : end - 30)} ${String(point.labelY)} H${String(end)}" fill="none" stroke="#22313a" stroke-width="2.2"/>
    <circle cx="${String(point.x)}" cy="${String(point.y)}" r="5.5" fill="#fff" stroke="#22313a" stroke-width="2.2"/>
    ${text(left ? end - 12 : end + 12, point.labelY + 8, point.label, `font-size="25" fill="#22313a"${left ? ' text-anchor="end"' : ''}`)}`;
}
