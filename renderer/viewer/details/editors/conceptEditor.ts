import { mediaTypes, mediaTypeSystem } from '../../../../shared/fhir/capturedMedia.ts';
import type { CodeableConcept, Coding } from '../../../../shared/fhir/elements.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { contextGroup } from '../../../../shared/terminology/contextGroup.ts';
import { without, type Editor, type Option, type Values } from './editor.ts';

type ConceptElement = 'type' | 'modality' | 'view';

/** Codes come from the standards' own tables; where there is none (`view`), the words of a person are enough. */
const choices: Readonly<Record<ConceptElement, readonly Coding[]>> = {
  type: Object.entries(mediaTypes).map(([code, display]) => ({ system: mediaTypeSystem, code, display })),
  modality: contextGroup('CID 29'),
  view: [],
};

export const keyOf = ({ system, code, display }: Coding): string => [system ?? '', code ?? display ?? ''].join('|');

export function optionsOf(codings: readonly Coding[]): readonly Option[] {
  return codings.map((coding) => ({ value: keyOf(coding), label: coding.display ?? coding.code ?? '' }));
}

/** What stands there stays a choice, though no table of ours has it. */
export function withCurrent(codings: readonly Coding[], current: Coding | undefined): readonly Coding[] {
  return current === undefined || codings.some((coding) => keyOf(coding) === keyOf(current)) ? codings : [current, ...codings];
}

/** The concept with its other members kept, also those of the codings where these stay. */
export function conceptOf(from: CodeableConcept | null, codings: readonly Coding[], values: Values, initial: Values): CodeableConcept {
  const chosen = codings.find((coding) => keyOf(coding) === values['code']);
  const coding = values['code'] === initial['code'] ? from?.coding : chosen && [chosen];
  const text = (values['text'] ?? '').trim();
  return { ...without(from, 'coding', 'text'), ...(coding !== undefined && { coding: [...coding] }), ...(text !== '' && { text }) };
}

export function conceptEditor(media: Media, element: ConceptElement): Editor {
  const from = media[element] ?? null;
  const codings = withCurrent(choices[element], from?.coding?.[0]);
  const initial: Values = { code: from?.coding?.[0] === undefined ? '' : keyOf(from.coding[0]), text: from?.text ?? '' };
  return {
    inputs: [
      ...(codings.length === 0 ? [] : [{ name: 'code', label: 'Code', kind: codings.length > 12 ? ('search' as const) : ('choice' as const), optional: true, options: optionsOf(codings) }]),
      { name: 'text', label: 'In words', kind: 'text' },
    ],
    initial,
    follow: (values, previous) => {
      const chosen = codings.find((coding) => keyOf(coding) === values['code']);
      return values['code'] === previous['code'] ? values : { ...values, text: chosen?.display ?? chosen?.code ?? '' };
    },
    toEdit: (values) => ({ element, from, to: conceptOf(from, codings, values, initial) }),
    inputOfMember: { text: 'text', coding: 'code' },
    removal: from === null ? null : { element, from, to: null },
  };
}

/** Why it was taken, in words; a coding that is there stays while its words do. */
export function reasonEditor(media: Media, at: number): Editor {
  const from = media.reasonCode?.[at] ?? null;
  const before = from?.text ?? from?.coding?.[0]?.display ?? '';
  return {
    inputs: [{ name: 'text', label: 'Reason', kind: 'text' }],
    initial: { text: before },
    toEdit: ({ text = '' }) => {
      const kept = text.trim() === before ? from : without(from, 'coding');
      return { element: 'reasonCode', at, from, to: { ...kept, text: text.trim() } };
    },
    removal: from === null ? null : { element: 'reasonCode', at, from, to: null },
  };
}
