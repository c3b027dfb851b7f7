import { noteToLayer } from '../annotation/noteCodec.ts';
import type { Annotation } from '../fhir/elements.ts';
import { canonicalJson } from './canonicalJson.ts';

/**
 * What makes two versions of a note the same note: the layer drawn in it, else the id it carries, else its whole content (a note
 * without either cannot be edited, only removed and added). The layer comes first because a chart may renumber notes.
 */
export function noteIdentity(note: Annotation): string {
  const reading = noteToLayer(note);
  return reading.kind === 'layer' ? reading.layer.id : (note.id ?? canonicalJson(note));
}
