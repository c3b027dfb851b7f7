import type { Attachment } from './elements.ts';
import type { Media } from './resources.ts';

/**
 * In place of `data`, where its bytes are kept as a blob: the primitive's own element, without a value, its id naming the SHA-256 of the bytes, and
 * of the base64 as it was written where that is not how one writes it now. It never leaves this computer.
 * https://hl7.org/fhir/R4/json.html#primitive
 */
const standInPattern = /^bytes-apart:([0-9a-f]{64})(?::([0-9a-f]{64}))?$/;

/** In hex. `text` undefined: base64 of the bytes is the very text. */
export interface ApartHashes {
  readonly bytes: string;
  readonly text: string | undefined;
}

/** @returns undefined when the attachment holds its bytes itself, or only says where they are. */
export function bytesApart({ data, _data }: Attachment): ApartHashes | undefined {
  const id = data === undefined && isObject(_data) ? _data['id'] : undefined;
  const [, bytes, text] = (typeof id === 'string' ? standInPattern.exec(id) : null) ?? [];
  return bytes === undefined ? undefined : { bytes, text };
}

/** The same elements in the same order, the stand-in where `data` was. @returns as it is when something stands beside its `data` already. */
export function withBytesApart(content: Attachment, hashes: ApartHashes): Attachment {
  return content['_data'] === undefined ? renamed(content, 'data', ['_data', standIn(hashes)]) : content;
}

/** The attachment as it came, or as the chart is to get it. */
export function withBytesInside(content: Attachment, data: string): Attachment {
  return renamed(content, '_data', ['data', data]);
}

/** All hashes that the stand-ins in a resource's JSON name. */
export function hashesApart(json: string): readonly string[] {
  return [...json.matchAll(/"bytes-apart:([0-9a-f]{64})(?::([0-9a-f]{64}))?"/g)].flatMap(([, bytes, text]) => [bytes, text].filter((hash) => hash !== undefined));
}

/** For bytes that never stood inside. */
export function standIn({ bytes, text }: ApartHashes): { readonly id: string } {
  return { id: ['bytes-apart', bytes, ...(text === undefined ? [] : [text])].join(':') };
}

/** Without what says where bytes are kept: for the eyes of others. */
export function withoutBytesApart(content: Attachment): Attachment {
  if (bytesApart(content) === undefined) return content;
  const { _data, ...rest } = content;
  return rest;
}

/** Changes the content, and the pages a gateway puts into it. */
export async function mapAttachments(media: Media, change: (attachment: Attachment) => Attachment | Promise<Attachment>): Promise<Media> {
  const content = await change(media.content);
  const pages = content['contained'];
  if (!Array.isArray(pages)) return content === media.content ? media : { ...media, content };
  const contained: unknown[] = [];
  for (const page of pages as readonly unknown[]) contained.push(isAttachment(page) ? await change(page) : page);
  return { ...media, content: { ...content, contained } };
}

function renamed(content: Attachment, from: string, to: readonly [string, unknown]): Attachment {
  return Object.fromEntries(Object.entries(content).flatMap(([name, member]) => (name === from ? [to] : name === to[0] ? [] : [[name, member]])));
}

/** Of a page nothing is known but that it is an object; only text is read of it. */
function isAttachment(value: unknown): value is Attachment {
  return isObject(value) && (value['data'] === undefined || typeof value['data'] === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For the window, which gets pixels over `app://` and not as text. */
export function withoutInlineBytes(media: Media): Media {
  const without = (attachment: Attachment): Attachment => {
    const { data: _data, ...rest } = withoutBytesApart(attachment);
    return rest;
  };
  const content = without(media.content);
  const pages = content['contained'];
  return { ...media, content: Array.isArray(pages) ? { ...content, contained: pages.map((page: unknown) => (isAttachment(page) ? without(page) : page)) } : content };
}
