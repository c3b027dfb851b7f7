import type { Annotation, Extension } from '../fhir/elements.ts';

/**
 * Extension on Media.note (Annotation) that says which moment of a recording the note is about: `version` (integer) and `milliseconds` (integer)
 * from the beginning. The note's text begins with the same moment to a tenth of a second, "[01:12.3] ", for every reader that does not know it.
 */
export const timeAnchorUrl = 'https://lightbox.dev/fhir/StructureDefinition/time-anchor';
const currentVersion = 1;

export interface TimedNote {
  /** From the beginning of the recording. */
  readonly atMilliseconds: number;
  /** Without the moment. */
  readonly words: string;
}

const anchorText = /^\[(?:(\d{1,3}):)?(\d{1,2}):(\d{2})\.(\d)\](?:\s+|$)/;

/** "00:12.3", with hours "1:02:03.4": to a tenth of a second, minutes always two digits. */
export function formatMoment(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100);
  const [hours, minutes, seconds] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, Math.floor(tenths / 10) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${hours === 0 ? '' : `${String(hours)}:`}${two(minutes)}:${two(seconds)}.${String(tenths % 10)}`;
}

/** The elements of a note about a moment. @param words are not empty. */
export function timedNote({ atMilliseconds, words }: TimedNote): { readonly text: string; readonly extension: Extension[] } {
  const milliseconds = Math.max(0, Math.round(atMilliseconds));
  return {
    extension: [{ url: timeAnchorUrl, extension: [{ url: 'version', valueInteger: currentVersion }, { url: 'milliseconds', valueInteger: milliseconds }] }],
    text: `[${formatMoment(milliseconds)}] ${words.trim()}`,
  };
}

/**
 * Whatever a chart sends: null where the text names no moment. People see and change the text alone, so it counts; the extension only says
 * the same moment more exactly, and is not heard where it says another, or is of a newer version.
 */
export function readTimedNote({ text, extension }: Pick<Annotation, 'text' | 'extension'>): TimedNote | null {
  const match = anchorText.exec(text);
  if (match === null) return null;
  const [whole, hours = '0', minutes = '0', seconds = '0', tenth = '0'] = match;
  const inText = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(tenth) * 100;
  const parts = extension?.find(({ url }) => url === timeAnchorUrl)?.extension ?? [];
  const valueOf = (name: string) => parts.find(({ url }) => url === name)?.valueInteger;
  const exact = valueOf('version') === currentVersion ? valueOf('milliseconds') : undefined;
  const agrees = exact !== undefined && exact >= 0 && formatMoment(exact) === formatMoment(inText);
  return { atMilliseconds: agrees ? exact : inText, words: text.slice(whole.length).trim() };
}
