import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Blobs } from '../store/blobs.ts';
import type { ResourceStore } from '../store/resourceStore.ts';
import type { ResourceType } from '../fhir/searchParameters.ts';
import { demoMedia, demoPatients, demoPractitioners, mrnSystem, type DemoMedia, type DemoPatient } from './catalogue.ts';
import seedMedia from './seedMedia.json' with { type: 'json' };

/** Puts the demo's patients, encounters and pictures into an empty store: all of it or nothing. */
export function seedDemo(store: ResourceStore, blobs: Blobs, mediaDirectory: string): void {
  store.transaction(() => {
    for (const patient of Object.values(demoPatients)) write(store, patientOf(patient));
    for (const practitioner of Object.values(demoPractitioners)) {
      const { id, family, given, prefix } = practitioner;
      write(store, { resourceType: 'Practitioner', id, active: true, name: [{ family, given, prefix: [prefix] }] });
    }
    for (const media of demoMedia) {
      write(store, encounterOf(media));
      const bytes = readFileSync(path.join(mediaDirectory, media.file));
      const { id, patient, contentType } = media;
      const binary = { resourceType: 'Binary', id, contentType, securityContext: { reference: `Patient/${demoPatients[patient].id}` } };
      store.write('Binary', id, JSON.stringify(binary), blobs.keep(bytes));
      write(store, mediaOf(media, bytes));
    }
    write(store, { ...seedMedia, resourceType: 'Media' });
  });
}

interface DemoResource {
  readonly resourceType: ResourceType;
  readonly id: string;
  readonly [element: string]: unknown;
}

function write(store: ResourceStore, resource: DemoResource): void {
  store.write(resource.resourceType, resource.id, JSON.stringify(resource));
}

function patientOf(patient: DemoPatient): DemoResource {
  const { id, mrn, family, given, gender, birthDate } = patient;
  return {
    resourceType: 'Patient',
    id,
    identifier: [
      { use: 'usual', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR', display: 'Medical record number' }] }, system: mrnSystem, value: mrn },
    ],
    active: true,
    name: [{ use: 'official', family, given }],
    gender,
    birthDate,
  };
}

/** One encounter for each picture: the visit it was taken at. */
function encounterOf(media: DemoMedia): DemoResource {
  return {
    resourceType: 'Encounter',
    id: media.id,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    subject: { reference: `Patient/${demoPatients[media.patient].id}` },
    participant: [{ individual: { reference: `Practitioner/${demoPractitioners[media.operator].id}` } }],
    period: { start: media.created, end: media.created },
    reasonCode: [{ text: media.reason }],
  };
}

function mediaOf(media: DemoMedia, bytes: Uint8Array): DemoResource {
  const { id, kind, modality, bodySite, created, device, width, height, frames, duration, note } = media;
  const { id: operatorId, given, family } = demoPractitioners[media.operator];
  const operator = { reference: `Practitioner/${operatorId}`, display: `${given.join(' ')} ${family}` };
  return {
    resourceType: 'Media',
    id,
    status: 'completed',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: kind, display: kind === 'image' ? 'Image' : 'Video' }] },
    modality,
    subject: { reference: `Patient/${demoPatients[media.patient].id}` },
    encounter: { reference: `Encounter/${id}` },
    createdDateTime: created,
    issued: created,
    operator,
    reasonCode: [{ text: media.reason }],
    bodySite,
    deviceName: device,
    height,
    width,
    ...(frames === undefined ? {} : { frames }),
    ...(duration === undefined ? {} : { duration }),
    content: {
      contentType: media.contentType,
      url: `Binary/${id}`,
      size: bytes.byteLength,
      hash: createHash('sha1').update(bytes).digest('base64'),
      title: media.title,
      creation: created,
    },
    ...(note === undefined ? {} : { note: [{ authorReference: operator, time: created, text: note }] }),
  };
}
