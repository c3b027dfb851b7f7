import { applyLayerChanges, noteToLayer, readLayers } from '../annotation/noteCodec.ts';
import { layerSchema, shapeSchema, type Layer } from '../annotation/layer.ts';
import { annotationSchema } from '../fhir/elements.ts';
import { mediaSchema, type Media } from '../fhir/resources.ts';
import { sameJson } from './canonicalJson.ts';
import { noteIdentity } from './noteIdentity.ts';
import type { SetAsideItem } from './setAsideItem.ts';

/**
 * Whether what was set aside can be had again by itself. Whose picture it is, and which bytes it has, are no matter of one field; a Media as a whole
 * goes into the chart again, where that deleted it.
 */
export function canBringBack({ place, value, side }: SetAsideItem): boolean {
  if (value === null) return false;
  if (place.kind === 'media') return side === 'mine';
  return place.kind !== 'element' || (place.path !== 'subject' && place.path !== 'content');
}

/**
 * What was set aside stands again: a field in the place of what is there now, a drawing or a note beside it.
 * @param newId a UUID, for a copy of what is there still under its own id.
 * @returns undefined when it cannot be brought back: it is no longer known where to.
 */
export function bringBack(media: Media, item: SetAsideItem, newId: string, now: string): Media | undefined {
  if (!canBringBack(item)) return undefined;
  const { place, value, kept } = item;
  switch (place.kind) {
    case 'media':
      return undefined;
    case 'element': {
      const inContent = /^content\.(.+)$/.exec(place.path)?.[1];
      return checked(inContent === undefined ? { ...media, [place.path]: value } : { ...media, content: { ...media.content, [inContent]: value } });
    }
    case 'item': {
      const before: unknown = media[place.path];
      const list: readonly unknown[] = Array.isArray(before) ? before : [];
      const replaced = list.some((one) => sameJson(one, kept));
      return checked({ ...media, [place.path]: replaced ? list.map((one) => (sameJson(one, kept) ? value : one)) : [...list, value] });
    }
    case 'note':
    case 'layer':
      return withNote(media, value, newId, now);
    case 'layer-property':
    case 'shape':
      return withLayer(media, place.layerId, (layer) => changedLayer(layer, item, newId, now));
  }
}

function withNote(media: Media, value: unknown, newId: string, now: string): Media | undefined {
  const note = annotationSchema.safeParse(value);
  if (!note.success) return undefined;
  const reading = noteToLayer(note.data);
  if (reading.kind === 'layer') {
    const known = readLayers(media).some(({ id }) => id === reading.layer.id);
    return applyLayerChanges(media, { upsert: [{ ...reading.layer, ...(known && { id: newId }), updatedAt: now }], remove: [] });
  }
  const known = (media.note ?? []).some((one) => noteIdentity(one) === noteIdentity(note.data));
  return { ...media, note: [...(media.note ?? []), known ? { ...note.data, id: newId } : note.data] };
}

function withLayer(media: Media, layerId: string, change: (layer: Layer) => Layer | undefined): Media | undefined {
  const layer = readLayers(media).find(({ id }) => id === layerId);
  const changed = layer && change(layer);
  return changed && applyLayerChanges(media, { upsert: [changed], remove: [] });
}

function changedLayer(layer: Layer, { place, value }: SetAsideItem, newId: string, now: string): Layer | undefined {
  if (place.kind === 'layer-property') {
    const changed = layerSchema.safeParse({ ...layer, [place.property]: value, updatedAt: now });
    return changed.success ? changed.data : undefined;
  }
  const shape = shapeSchema.safeParse(value);
  if (!shape.success) return undefined;
  const known = layer.shapes.some(({ id }) => id === shape.data.id);
  const changed = layerSchema.safeParse({ ...layer, shapes: [...layer.shapes, known ? { ...shape.data, id: newId } : shape.data], updatedAt: now });
  return changed.success ? changed.data : undefined;
}

function checked(media: unknown): Media | undefined {
  const read = mediaSchema.safeParse(media);
  return read.success ? read.data : undefined;
}
