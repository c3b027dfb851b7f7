import { lateralityUrl } from '../../../../shared/fhir/capturedMedia.ts';
import type { Extension } from '../../../../shared/fhir/elements.ts';
import { codingSchema } from '../../../../shared/fhir/elements.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import { contextGroup } from '../../../../shared/terminology/contextGroup.ts';
import { conceptOf, keyOf, optionsOf, withCurrent } from './conceptEditor.ts';
import { without, type Editor, type Values } from './editor.ts';

const isLaterality = ({ url }: Extension) => url === lateralityUrl;

/** DICOM CID 4 (SNOMED CT) and the side of the body from CID 244, which R4 Media has no element for. */
export function bodySiteEditor(media: Media): Editor {
  const from = media.bodySite ?? null;
  const extensions = extensionsOf(from);
  const side = codingSchema.safeParse(extensions.find(isLaterality)?.['valueCoding']).data;
  const sites = withCurrent(contextGroup('CID 4'), from?.coding?.[0]);
  const sides = withCurrent(contextGroup('CID 244'), side);
  const initial: Values = {
    code: from?.coding?.[0] === undefined ? '' : keyOf(from.coding[0]), side: side === undefined ? '' : keyOf(side), text: from?.text ?? '',
  };
  return {
    inputs: [
      { name: 'code', label: 'Body site', kind: 'search', options: optionsOf(sites), hint: 'Type to search; SNOMED CT, DICOM CID 4' },
      { name: 'side', label: 'Side', kind: 'choice', optional: true, options: optionsOf(sides) },
      { name: 'text', label: 'In words', kind: 'text' },
    ],
    initial,
    follow: (values, previous) => {
      if (values['code'] === previous['code'] && values['side'] === previous['side']) return values;
      const [site, chosenSide] = [sites.find((coding) => keyOf(coding) === values['code']), sides.find((coding) => keyOf(coding) === values['side'])];
      return { ...values, text: [site?.display ?? site?.code, chosenSide?.display?.toLowerCase()].filter((part) => part !== undefined).join(', ') };
    },
    toEdit: (values) => {
      const concept = conceptOf(from, sites, values, initial);
      if (values['side'] === initial['side']) return { element: 'bodySite', from, to: concept };
      const chosen = sides.find((coding) => keyOf(coding) === values['side']);
      const others = extensions.filter((extension) => !isLaterality(extension));
      const extension = chosen === undefined ? others : [{ url: lateralityUrl, valueCoding: chosen }, ...others];
      return { element: 'bodySite', from, to: { ...(extension.length > 0 && { extension }), ...without(concept, 'extension') } };
    },
    inputOfMember: { text: 'text', coding: 'code' },
    removal: from === null ? null : { element: 'bodySite', from, to: null },
  };
}

function extensionsOf(holder: Readonly<Record<string, unknown>> | null): readonly Extension[] {
  const extensions = holder?.['extension'];
  return Array.isArray(extensions) ? (extensions as readonly Extension[]) : [];
}
