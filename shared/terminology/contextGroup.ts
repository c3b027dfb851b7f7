import type { Coding } from '../fhir/elements.ts';
import groups from './dicom-context-groups.json' with { type: 'json' };

/** DICOM PS3.16 context groups, as listed by pydicom (MIT). The only source of clinical codes in the product. */
export type ContextGroup = keyof typeof groups;

/** @returns the concepts of one group in the order of the standard. */
export function contextGroup(name: ContextGroup): readonly (Coding & { readonly system: string; readonly code: string; readonly display: string })[] {
  return groups[name].concepts;
}
