import type { CaptureMetadata } from '../ipc/contract.ts';
import { contextGroup } from '../terminology/contextGroup.ts';
import type { CodeableConcept, Coding, Identifier } from './elements.ts';
import type { Media } from './resources.ts';

/** R4 Media has no laterality; this extension on bodySite carries the coding of DICOM CID 244. */
export const lateralityUrl = 'https://lightbox.dev/fhir/StructureDefinition/laterality';

/** https://hl7.org/fhir/R4/codesystem-media-type.html */
export const mediaTypeSystem = 'http://terminology.hl7.org/CodeSystem/media-type';
export const mediaTypes = { image: 'Image', video: 'Video', audio: 'Audio' } as const;

/** The identifier that makes a create safe to repeat: the Media's own UUID as a URI (RFC 4122 in `urn:ietf:rfc:3986`). */
export function mediaIdentifier(mediaId: string): Identifier & { readonly system: string; readonly value: string } {
  return { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${mediaId}` };
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
  /** The chart's id of the patient. */
  readonly patientServerId: string;
  readonly fromCamera: boolean;
  readonly authorName: string;
  readonly metadata: CaptureMetadata;
  readonly content: CapturedContent;
  /** ISO 8601 instant. */
  readonly now: string;
}): Media {
  const { metadata, content } = input;
  const type = mediaTypeOf(content.contentType);
  return {
    resourceType: 'Media',
    identifier: [mediaIdentifier(input.mediaId)],
    status: 'completed',
    ...(type && { type: { coding: [{ system: mediaTypeSystem, code: type, display: mediaTypes[type] }] } }),
    ...(input.fromCamera && { modality: { coding: [externalCamera()], text: 'Photograph' } }),
    subject: { reference: `Patient/${input.patientServerId}` },
    createdDateTime: metadata.createdDateTime,
    ...(input.fromCamera && { operator: { display: input.authorName } }),
    ...(saysSomething(metadata.reason) && { reasonCode: [{ text: metadata.reason }] }),
    ...(metadata.bodySite && { bodySite: bodySiteConcept(metadata.bodySite, metadata.laterality) }),
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
    ...(saysSomething(metadata.note) && { note: [{ authorString: input.authorName, time: input.now, text: metadata.note }] }),
  };
}

/** A chart refuses a text of nothing but white space. https://hl7.org/fhir/R4/datatypes.html#string */
function saysSomething(text: string): boolean {
  return text.trim() !== '';
}

function mediaTypeOf(contentType: string): keyof typeof mediaTypes | undefined {
  const family = contentType.split('/')[0];
  return family === 'image' || family === 'video' || family === 'audio' ? family : undefined;
}

/** DICOM CID 29: the modality of photographs taken with a camera outside the body. */
function externalCamera(): Coding {
  const coding = contextGroup('CID 29').find((concept) => concept.code === 'XC');
  if (!coding) throw new Error('CID 29 lacks XC');
  return coding;
}

function bodySiteConcept(bodySite: Coding, laterality: Coding | null): CodeableConcept {
  const text = [bodySite.display ?? bodySite.code, laterality?.display?.toLowerCase()].filter((part) => part !== undefined).join(', ');
  return {
    ...(laterality && { extension: [{ url: lateralityUrl, valueCoding: laterality }] }),
    coding: [bodySite],
    text,
  };
}
