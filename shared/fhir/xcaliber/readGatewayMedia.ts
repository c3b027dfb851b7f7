import { inPageOrder } from '../contentPages.ts';
import { mediaSchema, type Media } from '../resources.ts';
import { canonicalExtensions } from './canonicalExtensions.ts';
import type { Deviation, Report } from './deviation.ts';
import { isObject, type Json } from './json.ts';

/**
 * R4 of what a gateway calls a Media. Every element and extension it does not know stays as it is.
 * @param report hears of each place where it was no R4.
 * @returns undefined when no Media can be made of it.
 */
export function readGatewayMedia(value: unknown, report: Report): (Media & { readonly id: string }) | undefined {
  const known = canonicalExtensions(withoutNulls(value, report, ''), report);
  if (!isObject(known) || (known['resourceType'] !== undefined && known['resourceType'] !== 'Media')) return unreadable(report, 'resourceType');
  const media = mediaSchema.safeParse(asR4(known, report));
  if (!media.success) return unreadable(report, media.error.issues.map((issue) => issue.path.join('.')).join(' '));
  return media.data.id === undefined ? unreadable(report, 'id') : { ...media.data, id: media.data.id };
}

/** Where a Media of a chart that speaks FHIR itself is not what R4 and the API's table say, as far as it is read all the same. */
export function deviationsOf(media: Media): readonly Deviation[] {
  const found: Deviation[] = [];
  const report: Report = (kind, path) => found.push({ kind, path });
  // Most hold neither, and a first pull reads a hundred thousand.
  const known: unknown = holdsNullOrExtension(media) ? canonicalExtensions(withoutNulls(media, report, ''), report) : media;
  if (isObject(known)) asR4(known, report);
  return found;
}

function holdsNullOrExtension(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(holdsNullOrExtension);
  return Object.entries(value).some(([name, item]) => name === 'extension' || holdsNullOrExtension(item));
}

function unreadable(report: Report, path: string): undefined {
  report('unreadable', path);
  return undefined;
}

const references = ['subject', 'encounter', 'operator', 'device'] as const;
const numbers = ['height', 'width', 'frames', 'duration'] as const;

function asR4(media: Json, report: Report): Json {
  const next: Record<string, unknown> = { ...media };
  const replace = (name: string, value: unknown, kind: Parameters<Report>[0]) => {
    next[name] = value;
    report(kind, name);
  };
  if (media['resourceType'] === undefined) replace('resourceType', 'Media', 'missing-element');
  if (media['status'] === undefined) replace('status', 'unknown', 'missing-element');
  if (!isObject(media['content'])) replace('content', {}, 'missing-element');
  else next['content'] = readContent(media['content'], report);
  for (const name of numbers) if (isNumberText(media[name])) replace(name, Number(media[name]), 'number-as-text');
  for (const name of references) {
    const reference = readReference(media[name], name, report);
    if (reference !== undefined) next[name] = reference;
  }
  if (media['identifier'] !== undefined) next['identifier'] = (Array.isArray(media['identifier']) ? media['identifier'] : [media['identifier']]).map((identifier: unknown, index) => readIdentifier(identifier, `identifier[${String(index)}]`, report));
  return next;
}

/** `urn:uuid:…` says its own system (RFC 4122 in urn:ietf:rfc:3986); of any other the gateway has lost it. */
function readIdentifier(identifier: unknown, path: string, report: Report): unknown {
  if (typeof identifier !== 'string') return identifier;
  report('plain-identifier', path);
  return identifier.startsWith('urn:') ? { system: 'urn:ietf:rfc:3986', value: identifier } : { value: identifier };
}

function readReference(reference: unknown, path: string, report: Report): Json | undefined {
  if (!isObject(reference)) return undefined;
  const { id, type, ...rest } = reference;
  const known = typeof rest['identifier'] === 'string' ? { ...rest, identifier: readIdentifier(rest['identifier'], `${path}.identifier`, report) } : rest;
  if (rest['reference'] !== undefined || typeof id !== 'string' || typeof type !== 'string') return { ...(id !== undefined && { id }), ...(type !== undefined && { type }), ...known };
  report('flat-reference', path);
  return { reference: `${type}/${id}`, ...known };
}

/** Pages are no FHIR: the first one's bytes are the content's; when there are more, all stay where they are. */
function readContent(content: Json, report: Report): Json {
  const sized = isNumberText(content['size']) ? { ...content, size: Number(content['size']) } : content;
  if (sized !== content) report('number-as-text', 'content.size');
  const { contained, ...rest } = sized;
  if (!Array.isArray(contained) || contained.length === 0) return sized;
  report('pages', 'content.contained');
  const { id: _id, extension, ...first } = inPageOrder(contained)[0] ?? {};
  const known = listOf(rest['extension']);
  // What was read from the page before, and written back beside it, stands there once.
  const extensions = [...known, ...listOf(extension).filter((item) => !known.some((other) => JSON.stringify(other) === JSON.stringify(item)))];
  const single = { ...first, ...rest, ...(extensions.length > 0 && { extension: extensions }) };
  return contained.length === 1 ? single : { ...first, ...rest, contained };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNumberText(value: unknown): value is string {
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value);
}

/** JSON null is no value in FHIR, except in the lists that run beside `_name`. */
function withoutNulls(value: unknown, report: Report, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutNulls(item, report, `${path}[${String(index)}]`));
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (item === null) report('null-element', at);
    else kept[name] = withoutNulls(item, report, at);
  }
  return kept;
}
