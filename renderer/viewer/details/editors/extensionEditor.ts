import { dateTimeSchema } from '../../../../shared/fhir/edit/r4Primitives.ts';
import { lockedExtensions } from '../../../../shared/fhir/edit/refuseMediaEdit.ts';
import {
  mediaExtensionName, mediaExtensionOf, mediaExtensions, mediaExtensionText, readMediaExtension, type ExtensionValueType, type MediaExtensionName,
} from '../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../../shared/fhir/resources.ts';
import type { Editor } from './editor.ts';

const wanted: Readonly<Record<ExtensionValueType, string>> = {
  string: 'Write something here.', integer: 'Write a whole number, such as 12.', date: 'Write a date as 2026, 2026-03 or 2026-03-14.',
  dateTime: 'Write a date as 2026-03-14, or with a time and zone as 2026-03-14T09:30:00+01:00.',
};

function definitionOf(name: string | undefined) {
  return mediaExtensions.find((definition) => definition.name === name);
}

/** Those that are not there yet and that a person may write. */
export function missingExtensions(media: Media): readonly MediaExtensionName[] {
  const present = new Set((media.extension ?? []).map(({ url }) => mediaExtensionName(url)));
  return mediaExtensions.map(({ name }) => name).filter((name) => !present.has(name) && !lockedExtensions.has(name));
}

/** One of the EHR's own fields; a new one is chosen by its name first. */
export function extensionEditor(media: Media, at: number): Editor {
  const from = media.extension?.[at] ?? null;
  const holder = { extension: from === null ? [] : [from] };
  const fixed = from === null ? undefined : mediaExtensionName(from.url);
  const missing = missingExtensions(media);
  return {
    inputs: [
      ...(fixed === undefined ? [{ name: 'name', label: 'Field', kind: 'choice' as const, options: missing.map((name) => ({ value: name, label: definitionOf(name)?.label ?? name })) }] : []),
      { name: 'value', label: definitionOf(fixed)?.label ?? 'Value', kind: 'text' },
    ],
    initial: { name: fixed ?? missing[0] ?? '', value: fixed === undefined ? '' : (mediaExtensionText(holder, fixed) ?? '') },
    toEdit: (values) => {
      const definition = definitionOf(fixed ?? values['name']);
      if (definition === undefined) return { problems: { name: 'Choose a field.' } };
      const text = (values['value'] ?? '').trim();
      const to = mediaExtensionOf(definition.name, text, readMediaExtension(holder, definition.name)?.element);
      const onlyDates = definition.types.every((type) => type === 'date' || type === 'dateTime');
      if (to === undefined) return { problems: { value: wanted[definition.types[0]] } };
      const date = onlyDates ? dateTimeSchema.safeParse(text) : undefined;
      if (date?.success === false) return { problems: { value: date.error.issues[0]?.message ?? wanted.date } };
      return { element: 'extension', at, from, to };
    },
    removal: from === null ? null : { element: 'extension', at, from, to: null },
  };
}
