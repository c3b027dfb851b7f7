import type { Extension } from '../elements.ts';

/** The value types of R4 that the Media API's extensions were seen with. */
export type ExtensionValueType = 'string' | 'integer' | 'date' | 'dateTime';

export interface MediaExtension {
  readonly name: string;
  /** For people. */
  readonly label: string;
  /** What is written first; every value[x] is read. */
  readonly types: readonly [ExtensionValueType, ...ExtensionValueType[]];
}

/** What every canonical url of the Media API's extensions begins with. */
export const extensionBase = 'http://xcaliber-fhir/structureDefinition/';

/** The extensions of the Media API's table, in its order. The table gives no types; these were seen in the vendor's examples. */
export const mediaExtensions = [
  { name: 'priority', label: 'Priority', types: ['string'] },
  { name: 'appointment-id', label: 'Appointment', types: ['integer', 'string'] },
  { name: 'assigned-to', label: 'Assigned to', types: ['string'] },
  { name: 'clinical-provider-id', label: 'Clinical provider', types: ['integer', 'string'] },
  { name: 'created-date', label: 'Created', types: ['date', 'dateTime'] },
  { name: 'deleted-date-time', label: 'Deleted', types: ['dateTime'] },
  { name: 'document-class', label: 'Document class', types: ['string'] },
  { name: 'document-source', label: 'Document source', types: ['string'] },
  { name: 'external-accession-id', label: 'External accession', types: ['string'] },
  { name: 'external-note', label: 'External note', types: ['string'] },
  { name: 'file-size', label: 'File size', types: ['integer'] },
  { name: 'internal-accession-id', label: 'Internal accession', types: ['string'] },
  { name: 'internal-note', label: 'Internal note', types: ['string'] },
  { name: 'last-modified-date', label: 'Last modified (date)', types: ['date', 'dateTime'] },
  { name: 'last-modified-date-time', label: 'Last modified', types: ['dateTime'] },
  { name: 'provider-id', label: 'Provider', types: ['integer', 'string'] },
  { name: 'provider-user-name', label: 'Provider’s user name', types: ['string'] },
  { name: 'tie-to-order-id', label: 'Tied to order', types: ['integer', 'string'] },
  { name: 'tie-to-procedure-or-surgery', label: 'Tied to procedure or surgery', types: ['integer', 'string'] },
  // A note by its name, an integer in the vendor's example: both are written.
  { name: 'action-note', label: 'Action note', types: ['string', 'integer'] },
  { name: 'subject', label: 'Subject', types: ['string'] },
  { name: 'page-ordering', label: 'Page', types: ['integer'] },
] as const satisfies readonly MediaExtension[];

export type MediaExtensionName = (typeof mediaExtensions)[number]['name'];

const byTail = new Map<string, MediaExtensionName>(mediaExtensions.map(({ name }) => [squeezed(name), name]));

/** The url that is written. */
export function canonicalExtensionUrl(name: MediaExtensionName): string {
  return `${extensionBase}${name}`;
}

/** HL7's and Lightbox's own extensions mean what they say, whatever their tail. */
const foreign = /^https?:\/\/(?:[^/]*\.)?(?:hl7\.org|lightbox\.dev)(?:[:/]|$)/i;

/**
 * Which of the Media API's extensions a url names, in any spelling seen: `http://xcaliber-fhir/structureDefinition/page-ordering`,
 * `TINY_URLS.MEDIA.PAGEORDERING`, `http://tiny.url/media/pageordering`, `PAGE_ORDERING`. Only the tail counts.
 */
export function mediaExtensionName(url: string): MediaExtensionName | undefined {
  if (foreign.test(url)) return undefined;
  const tail = url.replace(/[/#.:]+$/, '').split(/[/#.:]/).at(-1) ?? '';
  return byTail.get(squeezed(tail));
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** `element` is the member that carries the value ("valueInteger"); `value` is as it stands there. */
export interface ReadExtension {
  readonly url: string;
  readonly element: string;
  readonly value: unknown;
}

interface Extended {
  readonly extension?: readonly Extension[] | undefined;
}

/** The first value of an extension, whatever its type and however its url is spelt; undefined when there is none. */
export function readMediaExtension(holder: Extended, name: MediaExtensionName): ReadExtension | undefined {
  for (const extension of holder.extension ?? []) {
    if (mediaExtensionName(extension.url) !== name) continue;
    const member = Object.entries(extension).find(([key, value]) => /^value[A-Z]/.test(key) && value !== undefined);
    if (member) return { url: extension.url, element: member[0], value: member[1] };
  }
  return undefined;
}

/** A value as one line of text; undefined when the extension is missing or its value has parts. */
export function mediaExtensionText(holder: Extended, name: MediaExtensionName): string | undefined {
  const value = readMediaExtension(holder, name)?.value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const patterns: Readonly<Record<ExtensionValueType, RegExp>> = {
  string: /\S/,
  integer: /^-?(?:0|[1-9]\d{0,9})$/,
  date: /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/,
  dateTime: /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?)?)?$/,
};
const elements: Readonly<Record<ExtensionValueType, string>> = { string: 'valueString', integer: 'valueInteger', date: 'valueDate', dateTime: 'valueDateTime' };

/** 32 bits, signed. https://hl7.org/fhir/R4/datatypes.html#integer */
const [smallestInteger, largestInteger] = [-(2 ** 31), 2 ** 31 - 1];

/**
 * The extension that carries `text`, in the first of its types that fits; undefined when none does.
 * @param preferred the member the value was read from, so that an integer stays one, and a text one.
 */
export function mediaExtensionOf(name: MediaExtensionName, text: string, preferred?: string): Extension | undefined {
  const known: readonly ExtensionValueType[] = mediaExtensions.find((candidate) => candidate.name === name)?.types ?? [];
  const ordered = known.toSorted((left, right) => Number(elements[right] === preferred) - Number(elements[left] === preferred));
  const type = ordered.find((candidate) => fits(candidate, text));
  return type && { url: canonicalExtensionUrl(name), [elements[type]]: type === 'integer' ? Number(text) : text };
}

function fits(type: ExtensionValueType, text: string): boolean {
  return patterns[type].test(text) && (type !== 'integer' || (Number(text) >= smallestInteger && Number(text) <= largestInteger));
}

/**
 * The same holder with one extension written under its canonical url, in the place of the one it had; every other stays the very same.
 * @param extension from `mediaExtensionOf`; undefined removes all of that name.
 */
export function writeMediaExtension<Holder extends { readonly extension?: Extension[] | undefined }>(
  holder: Holder, name: MediaExtensionName, extension: Extension | undefined,
): Holder {
  const before = holder.extension ?? [];
  const at = before.findIndex(({ url }) => mediaExtensionName(url) === name);
  const next = extension === undefined
    ? before.filter(({ url }) => mediaExtensionName(url) !== name)
    : at < 0 ? [...before, extension] : before.map((item, index) => (index === at ? extension : item));
  if (next.length > 0) return { ...holder, extension: next };
  // FHIR knows no empty arrays.
  const { extension: _none, ...rest } = holder;
  return rest as Holder;
}
