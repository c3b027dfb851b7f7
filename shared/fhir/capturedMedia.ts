import type { CaptureMetadata } from '../ipc/contract.ts';
import type { IdentityDifference } from '../ipc/dicomViews.ts';
import { contextGroup } from '../terminology/contextGroup.ts';
import type { Annotation, CodeableConcept, Coding } from './elements.ts';
import { canonicalExtensionUrl } from './extensions/mediaExtensions.ts';
import { ownIdentifier } from './ownIdentifier.ts';
import type { Media } from './resources.ts';

/** R4 Media has no laterality; this extension on bodySite carries the coding of DICOM CID 244. */
export const lateralityUrl = 'https://lightbox.dev/fhir/StructureDefinition/laterality';

/** https://hl7.org/fhir/R4/codesystem-media-type.html */
export const mediaTypeSystem = 'http://terminology.hl7.org/CodeSystem/media-type';
export const mediaTypes = { image: 'Image', video: 'Video', audio: 'Audio' } as const;

/** Of a Media; see ownIdentifier. */
export function mediaIdentifier(mediaId: string): ReturnType<typeof ownIdentifier> {
  return ownIdentifier(mediaId);
}

export interface CapturedContent {
  readonly contentType: string;
  /** Raw bytes. */
  readonly size: number;
  /** base64(SHA-1 of the raw bytes), as Attachment.hash wants it. */
  readonly hash: string;
  /** Pixels as shown upright; null when not a picture. */
  readonly width: number | null;
  readonly height: number | null;
  readonly frames: number;
  /** Of a video or a sound; null when not known. */
  readonly durationSeconds: number | null;
}

/** The R4 Media of a new picture; `content` names the bytes by hash and size, its url follows when they are uploaded. */
export function capturedMedia(input: {
  readonly mediaId: string;
  /** How the patient is referred to: `Patient/<id>`, or by the UUID of one whom the chart does not know yet. */
  readonly subject: string;
  readonly fromCamera: boolean;
  readonly authorName: string;
  readonly metadata: CaptureMetadata;
  /** In what the file names another patient, and a person kept it for this one all the same. */
  readonly identityDiffers?: readonly IdentityDifference['what'][];
  readonly content: CapturedContent;
  /** ISO 8601 instant. */
  readonly now: string;
}): Media {
  const { metadata, content } = input;
  const { fromFile } = metadata;
  const [accession, deviceName] = [fromFile?.accession ?? '', fromFile?.deviceName ?? ''];
  const notes = notesOf(input);
  const type = mediaTypeOf(content.contentType);
  return {
    resourceType: 'Media',
    identifier: [mediaIdentifier(input.mediaId)],
    status: 'completed',
    ...(type && { type: { coding: [{ system: mediaTypeSystem, code: type, display: mediaTypes[type] }] } }),
    ...(saysSomething(accession) && { extension: [{ url: canonicalExtensionUrl('external-accession-id'), valueString: accession }] }),
    ...(input.fromCamera ? { modality: { coding: [externalCamera()], text: 'Photograph' } } : fromFile?.modality && { modality: fromFile.modality }),
    ...(fromFile?.view && { view: fromFile.view }),
    subject: { reference: input.subject },
    createdDateTime: metadata.createdDateTime,
    ...(input.fromCamera && { operator: { display: input.authorName } }),
    ...(saysSomething(metadata.reason) && { reasonCode: [{ text: metadata.reason }] }),
    ...((metadata.bodySite ?? metadata.laterality) && { bodySite: bodySiteConcept(metadata.bodySite, metadata.laterality) }),
    ...(saysSomething(deviceName) && { deviceName }),
    ...(content.height !== null && { height: content.height }),
    ...(content.width !== null && { width: content.width }),
    ...(type === 'image' && { frames: content.frames }),
    ...(content.durationSeconds !== null && { duration: content.durationSeconds }),
    content: {
      contentType: content.contentType,
      size: content.size,
      hash: content.hash,
      ...(saysSomething(metadata.title) && { title: metadata.title }),
      creation: metadata.createdDateTime,
    },
    ...(notes.length > 0 && { note: notes }),
  };
}

const identityWords = { name: 'name', birthDate: 'birth date', id: 'patient number' } as const satisfies Record<IdentityDifference['what'], string>;

/** What a person wrote, and what a person decided. Whom else the file names is not told: that would carry another patient's name into this chart. */
function notesOf({ authorName, now, metadata, identityDiffers = [] }: { readonly authorName: string; readonly now: string; readonly metadata: CaptureMetadata; readonly identityDiffers?: readonly IdentityDifference['what'][] }): Annotation[] {
  const texts = [
    ...(saysSomething(metadata.note) ? [metadata.note] : []),
    ...(identityDiffers.length === 0 ? [] : [`The DICOM file gives another ${identityDiffers.map((what) => identityWords[what]).join(' and another ')} than the chart. ${authorName} compared both and kept it for this patient.`]),
  ];
  return texts.map((text) => ({ authorString: authorName, time: now, text }));
}

/** A chart refuses a text of nothing but white space. https://hl7.org/fhir/R4/datatypes.html#string */
function saysSomething(text: string): boolean {
  return text.trim() !== '';
}

function mediaTypeOf(contentType: string): keyof typeof mediaTypes | undefined {
  if (contentType === 'application/dicom') return 'image';
  const family = contentType.split('/')[0];
  return family === 'image' || family === 'video' || family === 'audio' ? family : undefined;
}

/** DICOM CID 29: the modality of photographs taken with a camera outside the body. */
function externalCamera(): Coding {
  const coding = contextGroup('CID 29').find((concept) => concept.code === 'XC');
  if (!coding) throw new Error('CID 29 lacks XC');
  return coding;
}

function bodySiteConcept(bodySite: Coding | null, laterality: Coding | null): CodeableConcept {
  const text = [bodySite?.display ?? bodySite?.code, bodySite ? laterality?.display?.toLowerCase() : laterality?.display].filter((part) => part !== undefined).join(', ');
  return {
    ...(laterality && { extension: [{ url: lateralityUrl, valueCoding: laterality }] }),
    ...(bodySite && { coding: [bodySite] }),
    text,
  };
}
