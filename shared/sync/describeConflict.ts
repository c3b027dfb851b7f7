import { describeShape } from '../annotation/describeLayer.ts';
import { shapeSchema } from '../annotation/layer.ts';
import { noteToLayer, noteWords } from '../annotation/noteCodec.ts';
import { annotationSchema, attachmentSchema, codeableConceptSchema, extensionSchema, identifierSchema, referenceSchema } from '../fhir/elements.ts';
import { isWrittenForm } from '../fhir/codec/fhirJson.ts';
import { mediaExtensionName } from '../fhir/extensions/mediaExtensions.ts';
import { conceptText } from '../fhir/mediaView.ts';
import type { Media } from '../fhir/resources.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { LayerProperty, MergeConflict } from './mergeConflict.ts';

/** What of a conflict a person reads; `value` is one of its sides. */
type Described = Pick<MergeConflict, 'place'> & { readonly value: unknown };

const elementNames: Readonly<Record<string, string>> = {
  subject: 'Patient', status: 'Status', type: 'Type', modality: 'Modality', view: 'View', bodySite: 'Body site', reasonCode: 'Reason', createdDateTime: 'Taken', createdPeriod: 'Taken',
  issued: 'Issued', encounter: 'Visit', basedOn: 'Order', partOf: 'Procedure', operator: 'Operator', device: 'Device', deviceName: 'Device name', identifier: 'Identifier',
  extension: 'Field of the EHR', height: 'Height', width: 'Width', frames: 'Frames', duration: 'Duration', content: 'The picture itself', 'content.title': 'Title',
  'content.creation': 'File made', 'content.language': 'Language', text: 'Narrative',
};
const propertyNames = { name: 'Name of the layer', colour: 'Colour of the layer', visible: 'Layer shown', frame: 'Frame of the layer', author: 'Author of the layer' } as const satisfies Record<LayerProperty, string>;

/** What both sides changed, by its name on the screen. `value`: of whichever side has it. */
export function namePlace({ place, value }: Described): string {
  switch (place.kind) {
    case 'media': return 'This picture';
    case 'element': return elementNames[place.path] ?? place.path;
    case 'item': {
      const extension = place.path === 'extension' ? extensionSchema.safeParse(value).data : undefined;
      const name = extension && mediaExtensionName(extension.url);
      return name === undefined ? (elementNames[place.path] ?? place.path) : `Field “${name}”`;
    }
    case 'note': return 'Note';
    case 'layer': return `Drawing “${layerNameIn(value) ?? ''}”`;
    case 'layer-property': return propertyNames[place.property];
    case 'shape': return shapeSchema.safeParse(value).data?.kind.replace(/^./, (letter) => letter.toUpperCase()) ?? 'Shape';
  }
}

/** What one side did to a Media, by its names on the screen. */
export function nameChanges(before: Media, after: Media): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== 'meta' && !isWrittenForm(name) && canonicalJson(before[name]) !== canonicalJson(after[name]));
  return [...new Set(names.map((name) => (name === 'note' ? 'Notes and drawings' : name === 'content' ? 'Title or file' : (elementNames[name] ?? name))))];
}

/** What stands on one side, in words. Null: nothing. */
export function describeSide({ place, value }: Described): string | null {
  if (value === undefined || value === null) return null;
  switch (place.kind) {
    case 'media': return 'Changed';
    case 'note':
    case 'layer': {
      const note = annotationSchema.safeParse(value).data;
      if (note === undefined) return canonicalJson(value);
      const reading = noteToLayer(note);
      return reading.kind === 'layer' ? `“${reading.layer.name}”, ${countOfShapes(reading.layer.shapes.length)}` : noteWords(note);
    }
    case 'shape': {
      const shape = shapeSchema.safeParse(value).data;
      return shape === undefined ? canonicalJson(value) : describeShape(shape);
    }
    case 'layer-property':
      if (place.property === 'frame') return typeof value === 'number' ? `Frame ${String(value + 1)}` : 'Every frame';
      return typeof value === 'boolean' ? (value ? 'Shown' : 'Hidden') : String(value as string);
    case 'element':
    case 'item':
      return place.path === 'content' ? describeBytes(value) : place.path === 'subject' ? describeSubject(value) : describeValue(value);
  }
}

function describeValue(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(describeValue).join('; ');
  const concept = codeableConceptSchema.safeParse(value).data;
  const words = concept && conceptText(concept);
  if (words !== null && words !== undefined) return words;
  const reference = referenceSchema.safeParse(value).data;
  const identifier = identifierSchema.safeParse(value).data;
  const extension = extensionSchema.safeParse(value).data;
  return reference?.display ?? reference?.reference ?? identifier?.value ?? extension?.valueString ?? canonicalJson(value);
}

/** Another patient is named by the chart's id only: two names never stand on one screen. */
function describeSubject(value: unknown): string {
  return referenceSchema.safeParse(value).data?.reference ?? 'Another patient';
}

function describeBytes(value: unknown): string {
  const content = attachmentSchema.safeParse(value).data;
  const { contentType, size, hash } = content ?? {};
  return [contentType, size === undefined ? undefined : `${String(size)} bytes`, hash === undefined ? undefined : `SHA-1 ${hash}`].filter((part) => part !== undefined).join(', ');
}

function layerNameIn(value: unknown): string | undefined {
  const note = annotationSchema.safeParse(value).data;
  const reading = note && noteToLayer(note);
  return reading?.kind === 'layer' ? reading.layer.name : undefined;
}

function countOfShapes(count: number): string {
  return count === 1 ? '1 shape' : `${String(count)} shapes`;
}
