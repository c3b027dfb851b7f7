import { z } from 'zod';
import { annotationLayerUrl } from '../annotation/annotationLayerUrl.ts';
import type { Annotation, Extension } from '../fhir/elements.ts';
import type { Media } from '../fhir/resources.ts';
import { elementsNotHeld } from './elementsNotHeld.ts';

/**
 * What a chart does not keep of what it was given:
 * - `notes`: notes are dropped
 * - `geometry`: notes are kept, but not what their drawings are made of
 * - `extensions`: those it does not know are dropped, from the element at `path` or below
 * - `element`: the element at `path` is dropped or becomes another
 */
const lossKinds = ['notes', 'geometry', 'extensions', 'element'] as const;
export const lossSchema = z.strictObject({ kind: z.enum(lossKinds), path: z.string() });
export type Loss = z.infer<typeof lossSchema>;
/** Of one Media. */
export const lossesSchema = z.array(lossSchema);

/** What became of a write, found by reading it back; empty when all of it is there. */
export function lossesOf(sent: Media, held: Media): readonly Loss[] {
  return elementsNotHeld(sent, held).flatMap((name): readonly Loss[] => {
    const path = `Media.${name}`;
    const isHeld = (change: (extension: Extension) => boolean) => !elementsNotHeld(without(sent, change), held).includes(name);
    if (name === 'extension') return [{ kind: 'extensions', path: 'Media' }];
    if (name !== 'note') return [{ kind: isHeld(() => true) ? 'extensions' : 'element', path }];
    if ((held.note?.length ?? 0) < (sent.note?.length ?? 0)) return [{ kind: 'notes', path }];
    if (!isHeld(() => true)) return [{ kind: 'element', path }];
    const geometry: Loss = { kind: 'geometry', path };
    const others: Loss = { kind: 'extensions', path };
    if (isHeld(({ url }) => url === annotationLayerUrl)) return [geometry];
    return isHeld(({ url }) => url !== annotationLayerUrl) || !carriesGeometry(sent.note ?? []) ? [others] : [geometry, others];
  });
}

function carriesGeometry(notes: readonly Annotation[]): boolean {
  return notes.some(({ extension }) => extension?.some(({ url }) => url === annotationLayerUrl));
}

/** The Media without those extensions, wherever they stand. */
function without(media: Media, isLost: (extension: Extension) => boolean): Media {
  return withoutIn(media, isLost) as Media;
}

function withoutIn(value: unknown, isLost: (extension: Extension) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutIn(item, isLost));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutIn(name === 'extension' && Array.isArray(item) ? (item as Extension[]).filter((extension) => !isLost(extension)) : item, isLost)]),
  );
}
