import type { Annotation, Extension } from '../fhir/elements.ts';
import type { Media } from '../fhir/resources.ts';
import type { NoteView } from '../ipc/views.ts';
import { annotationLayerUrl } from './annotationLayerUrl.ts';
import { describeLayer } from './describeLayer.ts';
import { currentLayerVersion, layerSchema } from './layer.ts';
import type { Layer } from './layer.ts';
import { migrateLayer } from './migrations/migrateLayer.ts';
import { roundShape } from './roundShape.ts';

export type NoteReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'layer'; readonly layer: Layer }
  /** Drawn by a newer Lightbox, or damaged. The note is kept as it is. */
  | { readonly kind: 'unreadable'; readonly reason: 'newer' | 'invalid' };

export interface LayerChanges {
  readonly upsert: readonly Layer[];
  /** Ids of layers. */
  readonly remove: readonly string[];
}

const isGeometry = (extension: Extension) => extension.url === annotationLayerUrl;
const isOurs = (extension: Extension) => extension.url === 'version' || extension.url === 'layer';

/**
 * @param previousNote the note that carries an earlier state of this layer; what Lightbox does not know of it is kept.
 * @returns readable text, author and time, and the geometry rounded to 0.01 px.
 */
export function layerToNote(layer: Layer, previousNote?: Annotation): Annotation {
  const stored: Layer = { ...layer, shapes: layer.shapes.map(roundShape) };
  const previous = previousNote?.extension ?? [];
  const geometry: Extension = {
    ...previous.find(isGeometry),
    url: annotationLayerUrl,
    extension: [
      { url: 'version', valueInteger: currentLayerVersion },
      { url: 'layer', valueString: JSON.stringify(stored) },
      ...(previous.find(isGeometry)?.extension ?? []).filter((extension) => !isOurs(extension)),
    ],
  };
  const author = layer.author.toWellFormed().replace(/\p{Cc}+/gu, ' ').trim();
  return {
    ...(previousNote ?? { id: layer.id }),
    extension: previous.some(isGeometry) ? previous.map((extension) => (isGeometry(extension) ? geometry : extension)) : [...previous, geometry],
    // author[x] is one choice, and an empty string is no FHIR string.
    ...(previousNote?.authorReference !== undefined || author === '' ? {} : { authorString: author }),
    time: layer.updatedAt,
    text: describeLayer(stored),
  };
}

/** Never throws: whatever a server sends is a layer, none, or unreadable with a reason. */
export function noteToLayer(note: Annotation): NoteReading {
  const geometry = note.extension?.find(isGeometry);
  if (geometry === undefined) return { kind: 'none' };
  const version = geometry.extension?.find((extension) => extension.url === 'version')?.valueInteger;
  if (version === undefined || version < 1) return { kind: 'unreadable', reason: 'invalid' };
  if (version > currentLayerVersion) return { kind: 'unreadable', reason: 'newer' };
  const text = geometry.extension?.find((extension) => extension.url === 'layer')?.valueString;
  const layer = text === undefined ? undefined : layerSchema.safeParse(migrateLayer(parseJson(text), version));
  return layer?.success === true ? { kind: 'layer', layer: layer.data } : { kind: 'unreadable', reason: 'invalid' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function layerIdOf(note: Annotation): string | undefined {
  const reading = noteToLayer(note);
  return reading.kind === 'layer' ? reading.layer.id : undefined;
}

/**
 * Replaces, adds and removes only the notes concerned; every other note and element stays the very same value, in its place.
 * Should a chart hold one layer twice, both become the one that is written.
 * @returns the same object when nothing changes.
 */
export function applyLayerChanges(media: Media, changes: LayerChanges): Media {
  const removed = new Set(changes.remove);
  const waiting = new Map(changes.upsert.filter((layer) => !removed.has(layer.id)).map((layer) => [layer.id, layer]));
  const written = new Set<string>();
  const notes: Annotation[] = [];
  for (const note of media.note ?? []) {
    const id = layerIdOf(note);
    const layer = id === undefined ? undefined : waiting.get(id);
    if (id !== undefined && (removed.has(id) || written.has(id))) continue;
    if (layer === undefined) {
      notes.push(note);
      continue;
    }
    const next = layerToNote(layer, note);
    notes.push(JSON.stringify(next) === JSON.stringify(note) ? note : next);
    written.add(layer.id);
  }
  for (const layer of waiting.values()) if (!written.has(layer.id)) notes.push(layerToNote(layer));

  const before = media.note ?? [];
  if (notes.length === before.length && notes.every((note, index) => note === before[index])) return media;
  if (notes.length > 0) return { ...media, note: notes };
  // FHIR knows no empty arrays.
  const { note: _, ...rest } = media;
  return rest;
}

export function readNotes(media: Media): NoteView[] {
  return (media.note ?? []).map((note) => {
    const reading = noteToLayer(note);
    return {
      author: note.authorString ?? note.authorReference?.display ?? null,
      time: note.time ?? null,
      text: note.text,
      layerId: reading.kind === 'layer' ? reading.layer.id : null,
      unreadableLayer: reading.kind === 'unreadable' ? reading.reason : null,
    };
  });
}

/** In the order of the notes. A layer that stands there twice is read once, in its latest state. */
export function readLayers(media: Media): Layer[] {
  const layers = new Map<string, Layer>();
  for (const note of media.note ?? []) {
    const reading = noteToLayer(note);
    if (reading.kind !== 'layer') continue;
    const known = layers.get(reading.layer.id);
    if (known === undefined || Date.parse(known.updatedAt) < Date.parse(reading.layer.updatedAt)) layers.set(reading.layer.id, reading.layer);
  }
  return [...layers.values()];
}
