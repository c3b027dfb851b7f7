import { z } from 'zod';
import { annotationSchema, type Annotation, type Extension } from '../fhir/elements.ts';
import { canonicalExtensionUrl, mediaExtensionName } from '../fhir/extensions/mediaExtensions.ts';
import type { Media } from '../fhir/resources.ts';
import { noteWords } from './noteCodec.ts';
import { hasBlock, readBlock, withBlock } from './textBlock/textBlock.ts';

/** Version of the stored form: the JSON of `Media.note`. */
const currentVersion = 1;
const heading = '\n\nNotes and drawings, from Lightbox:\n\n';
const notesSchema = z.array(annotationSchema).min(1);

const isInternalNote = ({ url }: Extension) => mediaExtensionName(url) === 'internal-note';

/**
 * For a chart that drops notes: all of them go into the text of the API's own `internal-note`, after what stands there: in words, and then as
 * they are, in one block.
 * @returns the same object when there are none, or they do not go there.
 */
export function notesIntoExtension(media: Media): Media {
  const { note = [], ...rest } = media;
  const before = media.extension?.find(isInternalNote);
  if (note.length === 0 || (before !== undefined && before.valueString === undefined)) return media;
  const text = withBlock('lightbox-notes', `${before?.valueString ?? ''}${heading}${wordsOf(note)}`, { version: currentVersion, form: JSON.stringify(note) });
  if (text === undefined) return media;
  const carrier: Extension = { ...before, url: before?.url ?? canonicalExtensionUrl('internal-note'), valueString: text };
  const extension = before === undefined ? [...(media.extension ?? []), carrier] : media.extension?.map((one) => (one === before ? carrier : one));
  return { ...rest, ...(extension && { extension }) };
}

/**
 * The other way. What somebody wrote around the notes in the EHR stays in the `internal-note`; a block that is damaged, or beside notes the chart
 * holds itself, stays there, too.
 * @returns the same object when nothing changes.
 */
export function notesOutOfExtension(media: Media): Media {
  const carrier = media.extension?.find(isInternalNote);
  const { words, block } = readBlock('lightbox-notes', carrier?.valueString ?? '');
  if (typeof block === 'string' || block.version !== currentVersion || (media.note ?? []).length > 0) return media;
  const note = notesSchema.safeParse(parseJson(block.form));
  if (!note.success) return media;
  const generated = `${heading}${wordsOf(note.data)}`;
  const at = words.lastIndexOf(generated);
  const own = at === -1 ? words : [words.slice(0, at), words.slice(at + generated.length).trim()].filter((part) => part !== '').join('\n\n');
  const extension = (media.extension ?? []).flatMap((one) => (one === carrier ? (own === '' ? [] : [{ ...one, valueString: own }]) : [one]));
  const { extension: _extension, ...rest } = media;
  return { ...rest, ...(extension.length > 0 && { extension }), note: note.data };
}

/** Whether notes stand there, good or not. */
export function hasNotesInExtension({ extension }: Media): boolean {
  return extension?.some((one) => isInternalNote(one) && hasBlock('lightbox-notes', one.valueString ?? '')) === true;
}

function wordsOf(notes: readonly Annotation[]): string {
  return notes.map((note) => [[note.authorString ?? note.authorReference?.display, note.time].filter((part) => part !== undefined).join(', '), noteWords(note)].filter((part) => part !== '').join('\n')).join('\n\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
