import { fromBase64url, toBase64url } from './base64url.ts';
import { crc32 } from './crc32.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** What a block holds: the stored form of something, as text, and the version of that form. */
export interface Stored {
  readonly version: number;
  readonly form: string;
}

/** Which kind of block: a drawing, or all notes of a Media. */
export type BlockMark = 'lightbox-layer' | 'lightbox-notes';

/** What stands in a note's text besides the words. */
export interface BlockReading {
  /** What a person wrote or is meant to read. */
  readonly words: string;
  /** `damaged`: a block is there, but cut short, changed on the way, or there are two. */
  readonly block: Stored | 'none' | 'damaged';
}

const fence = '```';
/** More is not written: a note is for people, and an EHR cuts long ones. Characters. */
const largestBlock = 200_000;
const lineLength = 96;

/** Spaces and line ends may have become others on the way. */
const openings: Readonly<Record<BlockMark, RegExp>> = {
  'lightbox-layer': new RegExp(`${fence}[ \\t]*lightbox-layer\\b`, 'g'),
  'lightbox-notes': new RegExp(`${fence}[ \\t]*lightbox-notes\\b`, 'g'),
};
/** Sticky and without nested repetition: a text of a hostile chart takes no longer than any other. */
const header = /\s+(\d{1,9})\s+([0-9a-f]{8})\s/y;

/** Whether there is a block, good or not; cheap. */
export function hasBlock(mark: BlockMark, text: string): boolean {
  return text.includes(mark) && text.search(openings[mark]) !== -1;
}

/**
 * The words, and after them one fenced block: mark, version, CRC-32 of the stored form, and the form itself in base64url, which survives what
 * editors do to quotes and brackets.
 * @returns undefined when the block would be too large, or the words hold one already.
 */
export function withBlock(mark: BlockMark, words: string, { version, form }: Stored): string | undefined {
  if (hasBlock(mark, words) || !form.isWellFormed() || form === '') return undefined;
  const bytes = toUtf8(form);
  const lines = toBase64url(bytes).match(new RegExp(`.{1,${String(lineLength)}}`, 'g')) ?? [];
  const block = [`${fence}${mark} ${String(version)} ${crc32(bytes).toString(16).padStart(8, '0')}`, ...lines, fence].join('\n');
  return block.length > largestBlock ? undefined : `${words}\n\n${block}`;
}

/** Never throws, and drops no word. */
export function readBlock(mark: BlockMark, text: string): BlockReading {
  const spans = blockSpans(mark, text);
  const [only, ...more] = spans;
  if (only === undefined) return { words: text, block: 'none' };
  const words = withoutSpans(text, spans);
  header.lastIndex = only.header;
  const found = more.length > 0 || !only.closed ? null : header.exec(text);
  const form = found === null ? undefined : payload(found[2] ?? '', text.slice(header.lastIndex, only.end - fence.length));
  return { words, block: found === null || form === undefined ? 'damaged' : { version: Number(found[1]), form } };
}

interface Span {
  readonly start: number;
  /** Behind the mark. */
  readonly header: number;
  readonly end: number;
  readonly closed: boolean;
}

function blockSpans(mark: BlockMark, text: string): readonly Span[] {
  if (!text.includes(mark)) return [];
  const spans: Span[] = [];
  for (const { index, 0: opening } of text.matchAll(openings[mark])) {
    if (index < (spans.at(-1)?.end ?? 0)) continue;
    const behind = index + opening.length;
    const close = text.indexOf(fence, behind);
    spans.push({ start: index, header: behind, end: close === -1 ? text.length : close + fence.length, closed: close !== -1 });
  }
  return spans;
}

/** The empty line before a block is the block's; what stands before it keeps its own line ends. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  const parts = spans.map(({ start }, index) => text.slice(spans[index - 1]?.end ?? 0, start)).map((part, index) => {
    const before = part.replace(/(?:\r\n\r\n|\n\n)$/, '');
    return index === 0 ? before : before.trim();
  });
  const after = text.slice(spans.at(-1)?.end ?? 0).trim();
  return [...parts, after].filter((part, index) => index === 0 || part !== '').join('\n\n');
}

function payload(checksum: string, text: string): string | undefined {
  const bytes = fromBase64url(text.replace(/\s+/g, ''));
  return bytes !== undefined && crc32(bytes) === Number.parseInt(checksum, 16) ? fromUtf8(bytes) : undefined;
}
