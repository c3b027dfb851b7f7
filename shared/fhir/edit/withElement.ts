import type { Media } from '../resources.ts';

/** The elements of a Media in the order the standard gives them. https://hl7.org/fhir/R4/media.html */
const r4Order: readonly string[] = [
  'resourceType', 'id', 'meta', 'implicitRules', 'language', 'text', 'contained', 'extension', 'modifierExtension', 'identifier', 'basedOn', 'partOf', 'status', 'type',
  'modality', 'view', 'subject', 'encounter', 'createdDateTime', 'createdPeriod', 'issued', 'operator', 'reasonCode', 'bodySite', 'deviceName', 'device', 'height', 'width',
  'frames', 'duration', 'content', 'note',
];

/** The same Media with one element set (undefined: taken away); every other one stays the very same value, in its place. */
export function withElement(media: Media, name: string, value: unknown): Media {
  const entries = Object.entries(media);
  const at = entries.findIndex(([key]) => key === name);
  if (value === undefined) entries.splice(at, at < 0 ? 0 : 1);
  else if (at >= 0) entries.splice(at, 1, [name, value]);
  else entries.splice(placeOf(name, entries.map(([key]) => key)), 0, [name, value]);
  return Object.fromEntries(entries) as Media;
}

/** Before the first element that the standard puts after it, else last. A primitive's extensions (`_status`) stand with it. */
function placeOf(name: string, present: readonly string[]): number {
  const rank = r4Order.indexOf(name.replace(/^_/, ''));
  const later = present.findIndex((key) => r4Order.indexOf(key.replace(/^_/, '')) > rank);
  return later < 0 ? present.length : later;
}
