import type { Media } from '../../../../shared/fhir/resources.ts';
import { filled, without, type Editor, type Values } from './editor.ts';

const dateHint = '2026, 2026-03, 2026-03-14 or 2026-03-14T09:30:00+01:00';
const isPeriod = (values: Values) => values['kind'] === 'period';

/** `created[x]`: a moment or a period, one choice. */
export function createdEditor(media: Media): Editor {
  const { createdDateTime, createdPeriod } = media;
  const extended = media['_createdDateTime'];
  const from = createdDateTime === undefined && createdPeriod === undefined && extended === undefined ? null : {
    ...(createdDateTime !== undefined && { createdDateTime }), ...(extended !== undefined && { _createdDateTime: extended }), ...(createdPeriod !== undefined && { createdPeriod }),
  };
  return {
    inputs: [
      { name: 'kind', label: 'Taken', kind: 'choice', options: [{ value: 'moment', label: 'At one moment' }, { value: 'period', label: 'Over a period' }] },
      { name: 'moment', label: 'When', kind: 'text', hint: dateHint, when: (values) => !isPeriod(values) },
      { name: 'start', label: 'From', kind: 'text', hint: dateHint, when: isPeriod },
      { name: 'end', label: 'Until', kind: 'text', hint: dateHint, when: isPeriod },
    ],
    initial: { kind: createdDateTime === undefined && createdPeriod !== undefined ? 'period' : 'moment', moment: createdDateTime ?? '', start: createdPeriod?.start ?? '', end: createdPeriod?.end ?? '' },
    toEdit: (values) => {
      const { moment = '', start = '', end = '' } = values;
      const to = isPeriod(values)
        ? { createdPeriod: { ...without(createdPeriod ?? null, 'start', 'end'), ...filled({ start, end }) } }
        : { createdDateTime: moment.trim(), ...(extended !== undefined && { _createdDateTime: extended }) };
      return { element: 'created', from, to };
    },
    inputOfMember: { createdDateTime: 'moment', start: 'start', end: 'end', createdPeriod: 'end' },
    removal: from === null ? null : { element: 'created', from, to: null },
  };
}
