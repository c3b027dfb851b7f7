import { contextGroup, type ContextGroup } from '../../../shared/terminology/contextGroup.ts';
import { lateralityUrl } from '../../../shared/fhir/capturedMedia.ts';
import type { CodeableConcept, Coding } from '../../../shared/fhir/elements.ts';

/** Everyone here is made up, and every picture is drawn by scripts/demoMedia.ts: no real person stands behind any of it. */
export const mrnSystem = 'urn:oid:2.16.840.1.113883.19.5.99999';

export interface DemoPatient {
  readonly id: string;
  readonly mrn: string;
  readonly family: string;
  readonly given: readonly string[];
  readonly gender: 'female' | 'male' | 'other';
  readonly birthDate: string;
}

export const demoPatients = {
  /** Whom the seed's own Media is about. */
  seed: { id: 'xcda', mrn: 'LB-100017', family: 'Thistlewood', given: ['Edmund', 'Arthur'], gender: 'male', birthDate: '1948-09-24' },
  wound: { id: 'demo-wound', mrn: 'LB-100231', family: 'Marchbanks', given: ['Rosalind'], gender: 'female', birthDate: '1951-03-08' },
  ultrasound: { id: 'demo-ultrasound', mrn: 'LB-100388', family: 'Wieczorek', given: ['Tomasz'], gender: 'male', birthDate: '1978-11-30' },
  longName: {
    id: 'demo-long-name', mrn: 'LB-100452', family: 'Konstantinopoulou-Featherstonehaugh von Ashbridge und Sankt Märgen',
    given: ['Wilhelmina', 'Alexandrine', 'Philippa', 'Maria-Magdalena'], gender: 'female', birthDate: '1964-02-29',
  },
  nonLatin: { id: 'demo-non-latin', mrn: 'LB-100509', family: 'Παπαδοπούλου', given: ['Ελένη'], gender: 'female', birthDate: '1989-04-05' },
  child: { id: 'demo-child', mrn: 'LB-100677', family: "O'Brien-Núñez", given: ['Noor'], gender: 'other', birthDate: '2017-12-17' },
} as const satisfies Readonly<Record<string, DemoPatient>>;

export const demoPractitioners = {
  /** Whom the seed's own Media names as operator. */
  seed: { id: 'xcda-author', family: 'Harcourt', given: ['Sherry'], prefix: 'Dr.' },
  nurse: { id: 'demo-wound-nurse', family: 'Abernathy', given: ['Joyce'], prefix: 'RN' },
  radiographer: { id: 'demo-radiographer', family: 'Castellanos', given: ['Ignacio'], prefix: 'RT' },
} as const;
type PractitionerName = keyof typeof demoPractitioners;

export interface DemoMedia {
  readonly id: string;
  /** In demo/media. */
  readonly file: string;
  readonly contentType: string;
  readonly patient: keyof typeof demoPatients;
  readonly operator: PractitionerName;
  readonly kind: 'image' | 'video';
  readonly title: string;
  readonly modality: CodeableConcept;
  readonly bodySite: CodeableConcept;
  /** FHIR dateTime with zone. */
  readonly created: string;
  readonly device: string;
  readonly reason: string;
  readonly note?: string;
  readonly width: number;
  readonly height: number;
  readonly frames?: number;
  /** Seconds. */
  readonly duration?: number;
}

/** Two weeks apart; how long the ulcer is, in millimetres, tells the drawing how large to make it. */
export const woundVisits = [
  { created: '2026-08-31T09:42:00+02:00', lengthMillimetres: 46, note: 'First visit. Exudate moderate, edges irregular.' },
  { created: '2026-09-14T10:05:00+02:00', lengthMillimetres: 41, note: 'Compression tolerated.' },
  { created: '2026-09-28T09:51:00+02:00', lengthMillimetres: 35, note: 'Less slough than at the last visit.' },
  { created: '2026-10-12T11:20:00+02:00', lengthMillimetres: 28, note: 'Granulation over most of the bed.' },
  { created: '2026-10-26T09:38:00+01:00', lengthMillimetres: 20, note: 'New epithelium from the edges.' },
  { created: '2026-11-09T10:14:00+01:00', lengthMillimetres: 12, note: 'Nearly closed.' },
] as const;

/** The sweep's frames, so that a test can tell frame k by its pixels: the square patch at `patch` has colour `sweepColour(k)`. */
export const sweep = { width: 480, height: 400, frames: 16, frameMilliseconds: 120, patch: { x: 16, y: 16, size: 40 } } as const;

/** Distinct for every frame, and exact in the GIF's palette. [red, green, blue] */
export function sweepColour(frame: number): readonly [number, number, number] {
  return [(frame * 5 * 16 + 40) % 256, (frame * 11 * 16 + 80) % 256, frame * 16];
}

/** The video's own measures; 3 s. */
export const ankle = { width: 640, height: 480, frames: 72, framesPerSecond: 24 } as const;

const woundMedia: readonly DemoMedia[] = woundVisits.map((visit, index) => ({
  id: `demo-wound-${String(index + 1)}`,
  file: `wound-${String(index + 1)}.jpg`,
  contentType: 'image/jpeg',
  patient: 'wound',
  operator: 'nurse',
  kind: 'image',
  title: `Lower leg ulcer, visit ${String(index + 1)}`,
  modality: concept('CID 29', 'XC'),
  bodySite: sided(concept('CID 4031', '30021000'), '7771000', 'Left lower leg, above the inner ankle'),
  created: visit.created,
  device: 'Ward camera 2',
  reason: 'Venous leg ulcer, healing followed every two weeks',
  note: visit.note,
  width: 1200,
  height: 900,
}));

/** Everything but the seed's own Media, whose id is `example`. */
export const demoMedia: readonly DemoMedia[] = [
  ...woundMedia,
  {
    id: 'demo-sweep', file: 'sweep.gif', contentType: 'image/gif', patient: 'ultrasound', operator: 'radiographer', kind: 'image',
    title: 'Liver, sector sweep', modality: concept('CID 29', 'US'), bodySite: concept('CID 4', '10200004'), created: '2026-10-21T14:32:00+02:00',
    device: 'Curved array C5', reason: 'Upper abdominal discomfort', width: sweep.width, height: sweep.height, frames: sweep.frames,
  },
  {
    id: 'demo-chest', file: 'chest.jpg', contentType: 'image/jpeg', patient: 'longName', operator: 'radiographer', kind: 'image',
    title: 'Chest, upright PA', modality: concept('CID 29', 'DX'), bodySite: concept('CID 4031', '816094009'), created: '2026-11-02T08:17:00+01:00',
    device: 'Bucky wall stand', reason: 'Cough for three weeks', width: 1280, height: 1280,
  },
  {
    id: 'demo-foot', file: 'foot.png', contentType: 'image/png', patient: 'nonLatin', operator: 'nurse', kind: 'image',
    title: 'Pressure points of the foot', modality: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-modality', code: 'diagram', display: 'Diagram' }] },
    bodySite: sided(concept('CID 4031', '56459004'), '7771000', 'Left sole'), created: '2026-11-12T16:03:00+01:00', device: 'Illustration', reason: 'Patient education: footwear and offloading',
    width: 1200, height: 900,
  },
  {
    id: 'demo-ankle', file: 'ankle.webm', contentType: 'video/webm', patient: 'child', operator: 'nurse', kind: 'video',
    title: 'Ankle, active movement', modality: concept('CID 29', 'XC'), bodySite: sided(concept('CID 4031', '70258002'), '24028007', 'Right ankle'),
    created: '2026-11-16T13:25:00+01:00', device: 'Ward camera 2', reason: 'Range of movement after sprain', width: ankle.width, height: ankle.height,
    duration: ankle.frames / ankle.framesPerSecond,
  },
];

export const seedMediaId = 'example';

function concept(group: ContextGroup, code: string): CodeableConcept & { readonly coding: Coding[] } {
  const found = contextGroup(group).find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`no ${code} in ${group}`);
  return { coding: [{ ...found }] };
}

/** Laterality as Lightbox itself writes it. */
function sided(site: CodeableConcept, laterality: string, text: string): CodeableConcept {
  const [side] = concept('CID 244', laterality).coding;
  return { extension: [{ url: lateralityUrl, valueCoding: side }], ...site, text };
}
