import type { CodeableConcept, Coding } from '../../fhir/elements.ts';
import type { MediaProposal } from '../../ipc/dicomViews.ts';
import { contextGroup } from '../../terminology/contextGroup.ts';
import type { DicomDataSet } from '../reading/dataSet.ts';
import { dateOf, timeOf } from './dateTime.ts';

/** @param offsetOf what a local time ("2026-11-23T10:04:00") is away from UTC here ("+01:00"); null where nobody can say. */
export function proposeMedia(dataSet: DicomDataSet, offsetOf: (local: string) => string | null): MediaProposal {
  return {
    modality: modalityOf(dataSet.string('00080060')),
    view: viewOf(dataSet),
    laterality: lateralityOf(dataSet.string('00200062') ?? dataSet.string('00200060')),
    created: createdOf(dataSet, offsetOf),
    deviceName: deviceOf(dataSet),
    accession: dataSet.text('00080050') ?? null,
  };
}

function modalityOf(code: string | undefined): CodeableConcept | null {
  if (code === undefined) return null;
  const coding = contextGroup('CID 29').find((concept) => concept.code === code);
  return coding ? { coding: [coding], text: coding.display } : { text: code };
}

/** View Code Sequence, else View Position, which is a word and no code. DICOM PS3.3, C.8.11.5 and C.8.4.1. */
function viewOf(dataSet: DicomDataSet): CodeableConcept | null {
  const [item] = dataSet.items('00540220');
  const meaning = item?.text('00080104');
  const system = systems[item?.string('00080102') ?? ''];
  const code = item?.string('00080100');
  if (meaning !== undefined) return { ...(system !== undefined && code !== undefined && { coding: [{ system, code, display: meaning }] }), text: meaning };
  const position = dataSet.string('00185101');
  return position === undefined ? null : { text: position };
}

/** https://terminology.hl7.org/external_terminologies.html; SNOMED's old codes (SRT, SNM3) are other codes and have no system here. */
const systems: Readonly<Record<string, string>> = { SCT: 'http://snomed.info/sct', DCM: 'http://dicom.nema.org/resources/ontology/DCM', LN: 'http://loinc.org' };

const sides: Readonly<Record<string, string>> = { L: 'Left', R: 'Right', B: 'Bilateral', U: 'Unilateral' };

function lateralityOf(side: string | undefined): Coding | null {
  return contextGroup('CID 244').find(({ display }) => display === sides[side ?? '']) ?? null;
}

/** Of acquisition, content, series and study the first that has a date. */
const moments = [
  { date: '00080022', time: '00080032' }, { date: '00080023', time: '00080033' }, { date: '00080021', time: '00080031' }, { date: '00080020', time: '00080030' },
] as const;

function createdOf(dataSet: DicomDataSet, offsetOf: (local: string) => string | null): string | null {
  const [, stated] = /^([+-]\d{4})$/.exec(dataSet.string('00080201') ?? '') ?? [];
  const known = stated === undefined ? undefined : `${stated.slice(0, 3)}:${stated.slice(3)}`;
  const acquisition = dataSet.string('0008002a');
  const candidates = [
    { date: acquisition?.slice(0, 8), time: acquisition?.slice(8).replace(/[+-]\d{4}$/, ''), offset: /[+-]\d{4}$/.exec(acquisition ?? '')?.[0].replace(/(\d{2})$/, ':$1') },
    ...moments.map(({ date, time }) => ({ date: dataSet.string(date), time: dataSet.string(time), offset: undefined })),
  ];
  for (const { date, time, offset } of candidates) {
    const day = dateOf(date);
    if (day === null) continue;
    const local = timeOf(time);
    if (local === null) return day;
    const zone = offset ?? known ?? offsetOf(`${day}T${local}`);
    return zone === null ? day : `${day}T${local}${zone}`;
  }
  return null;
}

function deviceOf(dataSet: DicomDataSet): string | null {
  const parts = ['00080070', '00081090', '00081010'].map((tag) => dataSet.text(tag)).filter((part) => part !== undefined);
  return parts.length > 0 ? [...new Set(parts)].join(', ') : null;
}
