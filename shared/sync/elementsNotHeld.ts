import { isWrittenForm } from '../fhir/codec/fhirJson.ts';
import type { Media } from '../fhir/resources.ts';
import type { Registration } from '../fhir/registration.ts';
import { canonicalJson } from './canonicalJson.ts';
import { comparableContent } from './canonicalMedia.ts';

/**
 * The proof of a write: which top-level elements of what was sent the chart does not hold as they were sent. A chart may add elements and
 * ids of its own; it may not drop or change any. The generated narrative is the chart's to rewrite.
 * @returns names of elements; empty: proven.
 */
export function elementsNotHeld(sent: Media, held: Media): readonly string[] {
  // A note that was removed must be gone, so that notes are looked at even when none was sent.
  return [...new Set([...Object.keys(sent), 'note'])].filter((name) => {
    if (isOfServer(name)) return false;
    if (name === 'note' && (sent.note?.length ?? 0) !== (held.note?.length ?? 0)) return true;
    if (name === 'content') return !holds(canonicalValue(comparableContent(sent.content)), canonicalValue(comparableContent(held.content)));
    return !holds(canonicalValue(sent[name]), canonicalValue(held[name]));
  });
}

/** The same of what was registered: there is nothing in it to be taken away again. */
export function registrationNotHeld(sent: Registration, held: Registration): readonly string[] {
  return Object.keys(sent).filter((name) => !isOfServer(name) && !holds(canonicalValue(sent[name]), canonicalValue(held[name])));
}

function isOfServer(name: string): boolean {
  return name === 'id' || name === 'meta' || name === 'text' || isWrittenForm(name);
}

function canonicalValue(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}

/** Every member of `sent` stands in `held`; items of a list stand there in the same order, others may stand between them. */
function holds(sent: unknown, held: unknown): boolean {
  if (Array.isArray(sent)) return Array.isArray(held) && holdsInOrder(sent, held);
  if (typeof sent !== 'object' || sent === null) return sent === held;
  if (typeof held !== 'object' || held === null) return false;
  return Object.entries(sent).every(([key, value]) => holds(value, (held as Record<string, unknown>)[key]));
}

function holdsInOrder(sent: readonly unknown[], held: readonly unknown[]): boolean {
  let next = 0;
  for (const item of held) if (next < sent.length && holds(sent[next], item)) next += 1;
  return next === sent.length;
}
