import type { Media } from '../../../../shared/fhir/resources.ts';
import { mediaStatuses } from '../../../../shared/fhir/resources.ts';
import { filled, without, type Editor } from './editor.ts';

/** https://hl7.org/fhir/R4/valueset-event-status.html, for people. */
export const statusWords: Readonly<Record<Media['status'], string>> = {
  preparation: 'In preparation', 'in-progress': 'In progress', 'not-done': 'Not done', 'on-hold': 'On hold', stopped: 'Stopped', completed: 'Completed',
  'entered-in-error': 'Entered in error', unknown: 'Unknown',
};

export function statusEditor(media: Media): Editor {
  return {
    inputs: [{ name: 'status', label: 'Status', kind: 'choice', options: mediaStatuses.map((status) => ({ value: status, label: statusWords[status] })), hint: '“Entered in error” strikes the picture out and hides it.' }],
    initial: { status: media.status },
    toEdit: (values) => {
      const to = mediaStatuses.find((status) => status === values['status']);
      return to === undefined ? { problems: { status: 'Choose a status.' } } : { element: 'status', from: media.status, to };
    },
    removal: null,
  };
}

export function deviceNameEditor(media: Media): Editor {
  const from = media.deviceName ?? null;
  return {
    inputs: [{ name: 'name', label: 'Device name', kind: 'text' }],
    initial: { name: from ?? '' },
    toEdit: ({ name = '' }) => ({ element: 'deviceName', from, to: name.trim() }),
    removal: from === null ? null : { element: 'deviceName', from, to: null },
  };
}

const hints = { encounter: 'Encounter/123', operator: 'Practitioner/123', device: 'Device/123', basedOn: 'ServiceRequest/123', partOf: 'Procedure/123' } as const;

/** Whom or what the Media names: found, or written as a reference, a name, or both. */
export function referenceEditor(media: Media, place: { readonly element: 'encounter' | 'operator' | 'device' } | { readonly element: 'basedOn' | 'partOf'; readonly at: number }): Editor {
  const from = ('at' in place ? media[place.element]?.[place.at] : media[place.element]) ?? null;
  return {
    inputs: [
      { name: 'found', label: 'Find', kind: 'reference', element: place.element },
      { name: 'display', label: 'Name', kind: 'text' },
      { name: 'reference', label: 'Reference', kind: 'text', hint: `Such as ${hints[place.element]}` },
    ],
    initial: { reference: from?.reference ?? '', display: from?.display ?? '' },
    toEdit: ({ reference = '', display = '' }) => {
      // Type and identifier say the same as the reference, of whom it named before.
      const kept = reference.trim() === (from?.reference ?? '') ? without(from, 'reference', 'display') : without(from, 'reference', 'display', 'type', 'identifier');
      return { ...place, from, to: { ...kept, ...filled({ reference, display }) } };
    },
    inputOfMember: { reference: 'reference', display: 'display', to: 'reference' },
    removal: from === null ? null : { ...place, from, to: null },
  };
}

export function identifierEditor(media: Media, at: number): Editor {
  const from = media.identifier?.[at] ?? null;
  return {
    inputs: [
      { name: 'value', label: 'Identifier', kind: 'text' },
      { name: 'system', label: 'Issued by (system)', kind: 'text', hint: 'A web address or URN' },
    ],
    initial: { value: from?.value ?? '', system: from?.system ?? '' },
    toEdit: ({ value = '', system = '' }) => ({ element: 'identifier', at, from, to: { ...without(from, 'system', 'value'), ...filled({ system }), value: value.trim() } }),
    inputOfMember: { value: 'value', system: 'system' },
    removal: from === null ? null : { element: 'identifier', at, from, to: null },
  };
}

/** Words under the person's own name. */
export function noteEditor(media: Media, at: number, ports: { readonly author: string; readonly now: () => string; readonly newId: () => string }): Editor {
  const from = media.note?.[at] ?? null;
  return {
    inputs: [{ name: 'text', label: 'Note', kind: 'words' }],
    initial: { text: from?.text ?? '' },
    toEdit: ({ text = '' }) => ({
      element: 'note', at, from, to: { ...(from ?? { id: ports.newId(), authorString: ports.author }), time: ports.now(), text: text.trim() },
    }),
    removal: from === null ? null : { element: 'note', at, from, to: null },
  };
}
