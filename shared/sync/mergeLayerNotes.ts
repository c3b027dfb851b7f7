import { describeLayer } from '../annotation/describeLayer.ts';
import { mostShapesPerLayer, type Layer, type Shape } from '../annotation/layer.ts';
import { layerToNote, noteToLayer, noteWithoutLayer, noteWords } from '../annotation/noteCodec.ts';
import type { Annotation } from '../fhir/elements.ts';
import { sameJson } from './canonicalJson.ts';
import { changedSide, Contest, type Sides } from './contest.ts';
import { layerKey, type LayerProperty } from './mergeConflict.ts';
import { mergeKeyed } from './mergeKeyed.ts';

const properties = ['name', 'colour', 'visible', 'frame', 'author'] as const satisfies readonly LayerProperty[];
const longestName = 120;

/** A note that both sides changed: a drawing is merged shape by shape, words are for a person. */
export function mergeNotes(contest: Contest, identity: string, notes: Sides<Annotation>): readonly Annotation[] {
  const layers: Sides<Layer> = { base: layerIn(notes.base), mine: layerIn(notes.mine), theirs: layerIn(notes.theirs) };
  const layerId = layers.mine?.id ?? layers.theirs?.id;
  if (layerId === undefined) {
    const choice = contest.choice(`note:${identity}`, { kind: 'note' }, notes, true);
    if (choice.keep !== 'both') return present(notes[choice.keep]);
    return [...present(notes.theirs), ...present(notes.mine).map((note) => ({ ...note, id: choice.copyId }))];
  }
  return mergedShapes(contest, notes, layers) ?? wholeLayer(contest, layerId, notes, layers);
}

function layerIn(note: Annotation | undefined): Layer | undefined {
  const reading = note && noteToLayer(note);
  return reading?.kind === 'layer' ? reading.layer : undefined;
}

/** One or the other, or two layers. */
function wholeLayer(contest: Contest, layerId: string, notes: Sides<Annotation>, layers: Sides<Layer>): readonly Annotation[] {
  const choice = contest.choice(layerKey(layerId), { kind: 'layer', layerId }, notes, true);
  return choice.keep === 'both' ? asTwo(choice.copyId, notes, layers) : present(notes[choice.keep]);
}

function asTwo(copyId: string, notes: Sides<Annotation>, { mine }: Sides<Layer>): readonly Annotation[] {
  if (mine === undefined || notes.mine === undefined) return present(notes.theirs);
  const name = `${mine.name.slice(0, longestName - 4)} (2)`;
  return [...present(notes.theirs), layerToNote({ ...mine, id: copyId, name }, { ...notes.mine, id: copyId })];
}

/** @returns undefined when the layer can only be had as a whole. */
function mergedShapes(contest: Contest, notes: Sides<Annotation>, layers: Sides<Layer>): readonly Annotation[] | undefined {
  const { base, mine, theirs } = layers;
  if (mine === undefined || theirs === undefined || notes.mine === undefined || notes.theirs === undefined) return undefined;
  // Points of another picture size mean other places.
  if (!sameJson(mine.imageSize, theirs.imageSize)) return undefined;
  const carriers: Sides<object> = { base: notes.base && noteWithoutLayer(notes.base), mine: noteWithoutLayer(notes.mine), theirs: noteWithoutLayer(notes.theirs) };
  const carrier = changedSide(carriers);
  if (carrier === 'both' || wordsWritten(notes, layers)) return undefined;

  const inside = new Contest(contest.choices);
  const layer = mergeLayers(inside, { base, mine, theirs });
  if (layer.shapes.length > mostShapesPerLayer) return undefined;
  contest.conflicts.push(...inside.conflicts);
  const asWhole = typeof contest.choices === 'string' ? undefined : contest.choices.get(layerKey(mine.id));
  if (inside.conflicts.length > 0 && asWhole?.keep === 'both') return asTwo(asWhole.copyId, notes, layers);
  const { id: _id, ...note } = notes[carrier] ?? notes.theirs;
  return [layerToNote(layer, { ...note, ...(notes.theirs.id !== undefined && { id: notes.theirs.id }) })];
}

/** Somebody wrote other words than the drawing says of itself: a merged drawing would write over them. */
function wordsWritten(notes: Sides<Annotation>, layers: Sides<Layer>): boolean {
  const own = (side: keyof Sides<unknown>) => {
    const [note, layer] = [notes[side], layers[side]];
    if (note === undefined) return undefined;
    const words = noteWords(note);
    return layer !== undefined && words === describeLayer(layer) ? undefined : words;
  };
  const before = own('base');
  return own('mine') !== before || own('theirs') !== before;
}

function mergeLayers(contest: Contest, { base, mine, theirs }: { readonly base: Layer | undefined; readonly mine: Layer; readonly theirs: Layer }): Layer {
  const layerId = mine.id;
  const chosen = Object.fromEntries(properties.map((property) => [
    property, contest.value<unknown>(`${layerKey(layerId)}.${property}`, { kind: 'layer-property', layerId, property }, { base: base?.[property], mine: mine[property], theirs: theirs[property] }),
  ])) as Pick<Layer, LayerProperty>;
  const shapes = mergeKeyed<Shape>({ base: base?.shapes, mine: mine.shapes, theirs: theirs.shapes }, ({ id }) => id, (shapeId, sides) => {
    const choice = contest.choice(`shape:${layerId}/${shapeId}`, { kind: 'shape', layerId, shapeId }, sides, true);
    if (choice.keep !== 'both') return present(sides[choice.keep]);
    return [...present(sides.theirs), ...present(sides.mine).map((shape) => ({ ...shape, id: choice.copyId }))];
  });
  const later = Date.parse(mine.updatedAt) > Date.parse(theirs.updatedAt) ? mine : theirs;
  const earlier = Date.parse(mine.createdAt) < Date.parse(theirs.createdAt) ? mine : theirs;
  return { ...theirs, ...chosen, shapes: [...shapes], createdAt: earlier.createdAt, updatedAt: later.updatedAt };
}

function present<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}
