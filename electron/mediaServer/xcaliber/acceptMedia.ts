import { mediaExtensionName } from '../../../shared/fhir/extensions/mediaExtensions.ts';
import { isObject } from '../fhir/resourceText.ts';
import type { GatewaySource } from './gatewaySource.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The tag by which a Media is known to stand in a category. */
const categorySystem = 'http://xcaliber-fhir/structureDefinition/category';

/**
 * What a source makes of a Media it is given: filed under the category, without what the source has no place for.
 * @param held the Media as it was; notes the source never shows are not lost by a write that could not know them.
 */
export function acceptMedia(source: GatewaySource, category: string, received: Json, held: Json | undefined): Json {
  const known = source.keepsUnknownExtensions ? received : (withoutUnknownExtensions(received) as Json);
  const { note, meta, ...rest } = known;
  const notes = source.keepsNotes ? note : held?.['note'];
  return { ...rest, meta: tagged(isObject(meta) ? meta : {}, source, category), ...(notes !== undefined && { note: notes }) };
}

/** What a source shows of a Media, whichever way it came to be. */
export function shownMedia(source: GatewaySource, media: Json): Json {
  const known = source.keepsUnknownExtensions ? media : (withoutUnknownExtensions(media) as Json);
  const { note, meta, ...rest } = known;
  // No versions here, and no instants to ask for changes by.
  const { versionId: _version, lastUpdated: _updated, ...keptMeta } = isObject(meta) ? meta : {};
  return { ...rest, ...(Object.keys(keptMeta).length > 0 && { meta: keptMeta }), ...(source.keepsNotes && note !== undefined && { note }) };
}

export function categoryOf(source: GatewaySource, media: Json): string | undefined {
  const { meta } = media;
  const tags: readonly unknown[] = isObject(meta) && Array.isArray(meta['tag']) ? meta['tag'] : [];
  const own = tags.find(isCategory);
  return own === undefined ? source.uncategorised : own.code;
}

function tagged(meta: Json, source: GatewaySource, category: string): Json {
  const others: readonly unknown[] = Array.isArray(meta['tag']) ? meta['tag'].filter((tag) => !isCategory(tag)) : [];
  const display = source.mappedObjects[category];
  return { ...meta, tag: [...others, { system: categorySystem, code: category, ...(typeof display === 'string' && { display }) }] };
}

function isCategory(tag: unknown): tag is { readonly code: string } {
  return isObject(tag) && tag['system'] === categorySystem && typeof tag['code'] === 'string';
}

function withoutUnknownExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnknownExtensions);
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (name !== 'extension' || !Array.isArray(item)) {
      kept[name] = withoutUnknownExtensions(item);
      continue;
    }
    const known: readonly unknown[] = item.filter((extension) => isObject(extension) && typeof extension['url'] === 'string' && mediaExtensionName(extension['url']) !== undefined);
    if (known.length > 0) kept[name] = known;
  }
  return kept;
}
