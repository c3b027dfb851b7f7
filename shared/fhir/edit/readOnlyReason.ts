import type { Media } from '../resources.ts';

/** `modifier`: an extension says that the Media means something else than it seems; `entered-in-error`: it was declared a mistake. */
export type ReadOnlyReason = 'modifier' | 'entered-in-error';

/**
 * Why a Media must not be edited, or null. Lightbox knows no modifierExtension, so that every one of them is unknown; R4 lets only those
 * edit who understand it. Of a Media entered in error only the status may be changed, for that may have been the mistake.
 */
export function readOnlyReason(media: Media): ReadOnlyReason | null {
  if ((media.modifierExtension ?? []).length > 0) return 'modifier';
  return media.status === 'entered-in-error' ? 'entered-in-error' : null;
}
