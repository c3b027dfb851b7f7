import { refuse } from './outcome.ts';

export function entityTag(version: number): string {
  return `W/"${String(version)}"`;
}

const tags = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/;

/**
 * @param ifMatch `*` or a list of quoted entity tags. One without quotes is refused rather than ignored: ignoring it loses updates.
 * @param version the current one; undefined when there is none.
 */
export function matchesVersion(ifMatch: string, version: number | undefined): boolean {
  if (ifMatch.trim() === '*') return version !== undefined;
  if (!tags.test(ifMatch)) throw refuse(400, 'value', 'If-Match must be a quoted entity tag, as in W/"1"');
  return version !== undefined && [...ifMatch.matchAll(/"([^"]*)"/g)].some(([, tag]) => tag === String(version));
}

/** If-None-Match: what is not a list of entity tags matches nothing, which costs only a transfer. */
export function isNoneOf(ifNoneMatch: string, version: number): boolean {
  return ifNoneMatch.trim() !== '*' && ![...ifNoneMatch.matchAll(/"([^"]*)"/g)].some(([, tag]) => tag === String(version));
}
