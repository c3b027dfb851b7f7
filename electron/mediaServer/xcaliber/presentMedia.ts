import { randomUUID } from 'node:crypto';
import { canonicalExtensionUrl, extensionBase, mediaExtensionName } from '../../../shared/fhir/extensions/mediaExtensions.ts';
import { isObject } from '../fhir/resourceText.ts';
import type { Json } from './acceptMedia.ts';
import type { GatewayQuirks, GatewaySource } from './gatewaySource.ts';

/** One Media in the shape of the gateway. */
export function presentMedia(media: Json, quirks: GatewayQuirks): Json {
  const { identifier, operator, content, ...rest } = respelt(media, quirks) as Json;
  return {
    ...rest,
    ...(identifier !== undefined && { identifier: quirks.plainIdentifiers ? plainIdentifiers(identifier) : identifier }),
    ...(operator !== undefined && { operator: quirks.flatOperator ? flatOperator(operator) : operator }),
    ...(isObject(content) && { content: presentContent(content, quirks) }),
  };
}

/** A list of resources, or one: in the envelope where the source has one. */
export function presentAnswer(data: Json | readonly Json[], source: GatewaySource, quirks: GatewayQuirks): object {
  const shaped = isList(data) && quirks.list === 'bundle' ? { resourceType: 'Bundle', type: 'searchset', total: data.length, entry: data.map((resource) => ({ resource })) } : data;
  return quirks.envelope ? { context: { requestId: randomUUID(), source: source.id, quorum: false, notify: false }, data: shaped } : shaped;
}

function isList(data: Json | readonly Json[]): data is readonly Json[] {
  return Array.isArray(data);
}

function presentContent(content: Json, { nullTitle, containedPages }: GatewayQuirks): Json {
  const titled = nullTitle && content['title'] === undefined ? { ...content, title: null } : content;
  if (!containedPages) return titled;
  const { data, url, contentType, ...rest } = titled;
  const page = { id: 'page-1', contentType, ...(data !== undefined && { data }), ...(url !== undefined && { url }), extension: [{ url: canonicalExtensionUrl('page-ordering'), valueInteger: 1 }] };
  return { ...rest, contentType, contained: [page] };
}

function plainIdentifiers(identifiers: unknown): unknown {
  return Array.isArray(identifiers) ? identifiers.map((identifier: unknown) => (isObject(identifier) && typeof identifier['value'] === 'string' ? identifier['value'] : identifier)) : identifiers;
}

function flatOperator(operator: unknown): unknown {
  const [, type, id] = /^(\w+)\/(.+)$/.exec(isObject(operator) ? String(operator['reference']) : '') ?? [];
  return id === undefined || !isObject(operator) ? operator : { id, type, ...(operator['display'] !== undefined && { display: operator['display'] }) };
}

/** Every url of the API's own extensions in the source's spelling. */
function respelt(value: unknown, quirks: GatewayQuirks): unknown {
  if (quirks.extensionUrls === 'canonical') return value;
  if (Array.isArray(value)) return value.map((item) => respelt(item, quirks));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === 'url' && typeof item === 'string' ? spelling(item, quirks) : respelt(item, quirks)]));
}

function spelling(url: string, { extensionUrls }: GatewayQuirks): string {
  const name = url.startsWith(extensionBase) ? mediaExtensionName(url) : undefined;
  if (name === undefined) return url;
  const squeezed = name.replaceAll('-', '');
  return extensionUrls === 'tiny-names' ? `TINY_URLS.MEDIA.${squeezed.toUpperCase()}` : `http://tiny.url/media/${squeezed}`;
}
