import type { Annotation, Extension } from '../fhir/elements.ts';
import type { Media } from '../fhir/resources.ts';
import type { NoteView } from '../ipc/views.ts';
import { annotationLayerUrl } from './annotationLayerUrl.ts';
import { describeLayer } from './describeLayer.ts';
import { currentLayerVersion, layerSchema } from './layer.ts';
import type { Layer } from './layer.ts';
import { migrateLayer } from './migrations/migrateLayer.ts';
import { roundShape } from './roundShape.ts';
import { hasBlock, readBlock, withBlock, type Stored } from './textBlock/textBlock.ts';

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

/** The stored form a geometry extension holds; undefined when it is not as Lightbox writes it. */
function storedIn(geometry: Extension): Stored | undefined {
  const version = geometry.extension?.find(({ url }) => url === 'version')?.valueInteger;
  const form = geometry.extension?.find(({ url }) => url === 'layer')?.valueString;
  return version === undefined || form === undefined ? undefined : { version, form };
}

function geometryOf({ version, form }: Stored): Extension {
  return { url: annotationLayerUrl, extension: [{ url: 'version', valueInteger: version }, { url: 'layer', valueString: form }] };
}

/**
 * A note whose geometry stands in its text alone stays so: what reached the chart that way was found to come back that way.
 * @param previousNote the note that carries an earlier state of this layer; what Lightbox does not know of it is kept.
 * @returns readable text, author and time, and the geometry rounded to 0.01 px.
 */
export function layerToNote(layer: Layer, previousNote?: Annotation): Annotation {
  const rounded: Layer = { ...layer, shapes: layer.shapes.map(roundShape) };
  const stored: Stored = { version: currentLayerVersion, form: JSON.stringify(rounded) };
  const previous = previousNote?.extension ?? [];
  const before = previous.find(isGeometry);
  const geometry: Extension = {
    ...before,
    url: annotationLayerUrl,
    extension: [...(geometryOf(stored).extension ?? []), ...(before?.extension ?? []).filter((extension) => !isOurs(extension))],
  };
  const words = describeLayer(rounded);
  const inText = before === undefined && previousNote !== undefined && hasBlock('lightbox-layer', previousNote.text) ? withBlock('lightbox-layer', words, stored) : undefined;
  const author = layer.author.toWellFormed().replace(/\p{Cc}+/gu, ' ').trim();
  return {
    ...(previousNote ?? { id: layer.id }),
    ...(inText === undefined && { extension: before === undefined ? [...previous, geometry] : previous.map((extension) => (isGeometry(extension) ? geometry : extension)) }),
    // author[x] is one choice, and an empty string is no FHIR string.
    ...(previousNote?.authorReference !== undefined || author === '' ? {} : { authorString: author }),
    time: layer.updatedAt,
    text: inText ?? words,
  };
}

/**
 * Never throws: whatever a server sends is a layer, none, or unreadable with a reason. The geometry may stand in the extension, in the text, or in
 * both: then the extension counts, unless the text holds a later state of the same layer, or the extension is damaged.
 */
export function noteToLayer(note: Annotation): NoteReading {
  const geometry = note.extension?.find(isGeometry);
  const { block } = readBlock('lightbox-layer', note.text);
  const inText: NoteReading = block === 'none' ? { kind: 'none' } : block === 'damaged' ? { kind: 'unreadable', reason: 'invalid' } : layerReading(block);
  return geometry === undefined ? inText : chosen(layerReading(storedIn(geometry)), inText);
}

function layerReading(stored: Stored | undefined): NoteReading {
  if (stored === undefined || stored.version < 1) return { kind: 'unreadable', reason: 'invalid' };
  if (stored.version > currentLayerVersion) return { kind: 'unreadable', reason: 'newer' };
  const layer = layerSchema.safeParse(migrateLayer(parseJson(stored.form), stored.version));
  return layer.success ? { kind: 'layer', layer: layer.data } : { kind: 'unreadable', reason: 'invalid' };
}

function chosen(inExtension: NoteReading, inText: NoteReading): NoteReading {
  if (inText.kind !== 'layer') return inExtension;
  if (inExtension.kind !== 'layer') return inExtension.kind === 'unreadable' && inExtension.reason === 'invalid' ? inText : inExtension;
  const { layer } = inExtension;
  return layer.id === inText.layer.id && Date.parse(layer.updatedAt) < Date.parse(inText.layer.updatedAt) ? inText : inExtension;
}

/** What of a note is for people: its text without the geometry that may stand in it. */
export function noteWords({ text }: Pick<Annotation, 'text'>): string {
  return readBlock('lightbox-layer', text).words;
}

/** What a note says beside the drawing in it, and beside what is written from the drawing: words, author and time. */
export function noteWithoutLayer(note: Annotation): object {
  const { id: _id, text: _text, time: _time, authorString: _author, extension = [], ...rest } = note;
  return { ...rest, extension: extension.flatMap((one) => (isGeometry(one) ? (one.extension ?? []).filter((inner) => !isOurs(inner)) : [one])) };
}

/** Whether a drawing stands in the note, readable or not; cheaper than to read it. */
export function carriesLayer(note: Annotation): boolean {
  return note.extension?.some(isGeometry) === true || hasBlock('lightbox-layer', note.text);
}

/**
 * For a chart that strips extensions: the geometry of each drawing goes into the text of its note, after the words. What others put into the
 * extension stays there, with a second copy of the geometry; a drawing that is too large stays in the extension alone.
 * @returns the same object when nothing changes.
 */
export function geometryIntoText(media: Media): Media {
  return withNotes(media, (note) => {
    const geometry = note.extension?.find(isGeometry);
    const stored = geometry && storedIn(geometry);
    const text = stored && withBlock('lightbox-layer', note.text, stored);
    if (text === undefined) return note;
    if (geometry?.extension?.every(isOurs) !== true) return { ...note, text };
    const { extension: _extension, ...rest } = note;
    const others = (note.extension ?? []).filter((extension) => !isGeometry(extension));
    return { ...rest, ...(others.length > 0 && { extension: others }), text };
  });
}

/** Drawings that stand in an extension alone: a chart that strips extensions would lose them. */
export function hasGeometryOnlyInExtensions({ note }: Media): boolean {
  return note?.some((one) => one.extension?.some(isGeometry) === true && !hasBlock('lightbox-layer', one.text)) === true;
}

/**
 * The other way: what `geometryIntoText` wrote is again as it was. A block that is damaged, or says something else than the extension beside it,
 * stays where it is.
 * @returns the same object when nothing changes.
 */
export function geometryOutOfText(media: Media): Media {
  return withNotes(media, (note) => {
    const { words, block } = readBlock('lightbox-layer', note.text);
    if (typeof block === 'string') return note;
    const before = note.extension?.find(isGeometry);
    if (before === undefined) return { ...note, extension: [...(note.extension ?? []), geometryOf(block)], text: words };
    const inText = layerReading(block);
    const reading = chosen(layerReading(storedIn(before)), inText);
    if (inText.kind !== 'layer' || reading.kind !== 'layer' || reading.layer.id !== inText.layer.id) return note;
    const extension = reading === inText ? note.extension?.map((one) => (isGeometry(one) ? geometryOf(block) : one)) : note.extension;
    return { ...note, ...(extension && { extension }), text: words };
  });
}

function withNotes(media: Media, change: (note: Annotation) => Annotation): Media {
  const note = media.note?.map(change);
  return note === undefined || note.every((one, index) => one === media.note?.[index]) ? media : { ...media, note };
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
      text: noteWords(note),
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
