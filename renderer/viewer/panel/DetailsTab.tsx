import type { CodeableConcept, Reference } from '../../../shared/fhir/elements.ts';
import type { MediaDetail } from '../../../shared/ipc/contract.ts';
import { formatBytes, formatDay, formatDuration, formatTime } from '../../ui/index.ts';
import { Fields, type Field } from './Fields.tsx';

const concept = (value: CodeableConcept | undefined) => value?.text ?? value?.coding?.map(({ display, code }) => display ?? code).find((text) => text !== undefined);
const reference = (value: Reference | undefined) => value?.display ?? value?.reference ?? value?.identifier?.value;
const moment = (value: string | undefined | null) => (value === undefined || value === null ? null : `${formatDay(value)} ${formatTime(value) ?? ''}`.trim());

/** What the Media says of itself, to be read. */
export function DetailsTab({ detail: { resource, view } }: { readonly detail: MediaDetail }) {
  const { content } = resource;
  const fields: readonly Field[] = [
    ['Status', resource.status],
    ['Type', concept(resource.type)],
    ['Modality', concept(resource.modality)],
    ['View', concept(resource.view)],
    ['Body site', concept(resource.bodySite)],
    ['Taken', moment(view.createdAt)],
    ['Issued', moment(resource.issued)],
    ['Reason', resource.reasonCode?.map(concept).filter((text) => text !== undefined).join(', ')],
    ['Taken by', reference(resource.operator)],
    ['Device', resource.deviceName ?? reference(resource.device)],
    ['Encounter', reference(resource.encounter)],
    ['Based on', resource.basedOn?.map(reference).filter((text) => text !== undefined).join(', ')],
    ['Part of', resource.partOf?.map(reference).filter((text) => text !== undefined).join(', ')],
    ['Size', view.width === null || view.height === null ? null : `${String(view.width)} × ${String(view.height)} px`],
    ['Frames', String(view.frames)],
    ['Duration', view.durationSeconds === null ? null : formatDuration(view.durationSeconds)],
    ['Kind of file', content.contentType],
    ['File size', content.size === undefined ? null : formatBytes(content.size)],
    ['Title', content.title],
    ['Identifiers', resource.identifier?.map(({ system, value }) => [system, value].filter((part) => part !== undefined).join(' | ')).join(', ')],
    ...(resource.extension ?? []).map((extension): Field => [extension.url.split('/').at(-1) ?? extension.url, extensionValue(extension)]),
  ];
  return <Fields fields={fields} />;
}

/** The one `value[x]` of an extension as text, whichever type it has. */
function extensionValue(extension: Readonly<Record<string, unknown>>): string | null {
  const value = Object.entries(extension).find(([key]) => key.startsWith('value'))?.[1];
  return typeof value === 'string' ? value : value === undefined ? null : JSON.stringify(value);
}
