import type { Deviation, DeviationKind } from '../../../../shared/fhir/xcaliber/deviation.ts';
import type { Loss } from '../../../../shared/sync/loss.ts';

const deviationWords: Readonly<Record<DeviationKind, string>> = {
  envelope: 'came in an envelope of the gateway’s own',
  'bare-list': 'came in a list where FHIR has a Bundle',
  'null-element': 'was null, where FHIR leaves an element out',
  'plain-identifier': 'was plain text instead of an identifier',
  'flat-reference': 'was an id and a type instead of a reference',
  'number-as-text': 'was a number written as text',
  'extension-url': 'was a field of the EHR under another url than the Media API’s table has',
  pages: 'held the pages of a document, which FHIR has no place for',
  'missing-element': 'was missing, though FHIR requires it',
  unreadable: 'could not be read',
};

/** Of one place: "identifier[0] was plain text instead of an identifier." */
export function deviationLine({ kind, path }: Deviation): string {
  return `${path === '' ? 'The answer' : path} ${deviationWords[kind]}.`;
}

const lossWords: Readonly<Record<Loss['kind'], string>> = {
  notes: 'Notes are not kept.',
  geometry: 'Notes are kept, but not what their drawings are made of.',
  extensions: 'Fields and extensions it does not know are not kept.',
  element: 'It is not kept as it was sent.',
};

export function lossLine({ kind, path }: Loss): string {
  return `${path}: ${lossWords[kind]}`;
}
