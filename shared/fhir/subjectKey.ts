import type { Media } from './resources.ts';

/**
 * Whom a Media is of, to be compared: `Patient/1` however the chart writes it, with its address before it or a version behind it, else the
 * identifier that stands for the reference. Undefined: it says nobody. How the name is written makes no other patient.
 */
export function subjectKey({ subject }: Pick<Media, 'subject'>): string | undefined {
  const { reference, identifier } = subject ?? {};
  if (reference === undefined) return identifier === undefined ? undefined : `${identifier.system ?? ''}|${identifier.value ?? ''}`;
  return /[A-Z][A-Za-z]+\/[^/]+?(?=\/_history\/[^/]+$|$)/.exec(reference)?.[0] ?? reference;
}
