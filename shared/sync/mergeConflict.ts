import { z } from 'zod';

const choiceSides = ['mine', 'theirs'] as const;
export type ChoiceSide = (typeof choiceSides)[number];

/** What a person wants of one thing both sides changed. `copyId` is the new UUID under which mine stands beside theirs. */
export const mergeChoiceSchema = z.discriminatedUnion('keep', [
  z.strictObject({ key: z.string(), keep: z.enum(choiceSides) }),
  z.strictObject({ key: z.string(), keep: z.literal('both'), copyId: z.uuid() }),
]);
export type MergeChoice = z.infer<typeof mergeChoiceSchema>;

/** What a conflict is about, in the words of the data; a closed list. */
export const conflictPlaceSchema = z.discriminatedUnion('kind', [
  /** The Media itself: deleted on one side, changed on the other. */
  z.strictObject({ kind: z.literal('media') }),
  /** An element of Media, or of its content: "bodySite", "content.title". "content" stands for the bytes. */
  z.strictObject({ kind: z.literal('element'), path: z.string() }),
  /** One item of a list that is merged item by item. */
  z.strictObject({ kind: z.literal('item'), path: z.string() }),
  z.strictObject({ kind: z.literal('note') }),
  /** A layer as a whole: the values are its notes. */
  z.strictObject({ kind: z.literal('layer'), layerId: z.string() }),
  z.strictObject({ kind: z.literal('layer-property'), layerId: z.string(), property: z.enum(['name', 'colour', 'visible', 'frame', 'author']) }),
  z.strictObject({ kind: z.literal('shape'), layerId: z.string(), shapeId: z.string() }),
]);
export type ConflictPlace = z.infer<typeof conflictPlaceSchema>;
export type LayerProperty = Extract<ConflictPlace, { kind: 'layer-property' }>['property'];

/** As the window is told: what `MergeConflict` says. */
export const mergeConflictSchema = z.strictObject({
  key: z.string(), place: conflictPlaceSchema, base: z.unknown(), mine: z.unknown(), theirs: z.unknown(), bothPossible: z.boolean(),
});

/** One thing both sides changed, to different values; undefined: it is not there on that side. */
export interface MergeConflict {
  /** Unique within one merge; how a choice names it. */
  readonly key: string;
  readonly place: ConflictPlace;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** Both can stand beside each other. */
  readonly bothPossible: boolean;
}

export const layerKey = (layerId: string) => `layer:${layerId}`;

/** What holds for a conflict: the choice made for it, else the one made for its layer as a whole. */
export function choiceFor({ key, place }: Pick<MergeConflict, 'key' | 'place'>, choices: Choices): MergeChoice | undefined {
  if (typeof choices === 'string') return { key, keep: choices };
  return choices.get(key) ?? ('layerId' in place ? choices.get(layerKey(place.layerId)) : undefined);
}

/** A side that holds everywhere, or a choice for each key; what is not chosen stays mine. */
export type Choices = ChoiceSide | ReadonlyMap<string, MergeChoice>;
