import { z } from 'zod';
import { attachmentSchema, type Attachment } from './elements.ts';
import { mediaExtensionText } from './extensions/mediaExtensions.ts';

const extendedSchema = z.object({ extension: z.array(z.looseObject({ url: z.string() })).optional() });

/**
 * The pages of a document as a gateway tells them, in `content.contained` (no FHIR), in the order of their page-ordering; those that say none come last, as they stand.
 * A page that does not say what it is, is what the content says.
 * @returns none where there are fewer than two: then the content is all there is.
 */
export function contentPages(content: Attachment): readonly Attachment[] {
  const pages = inPageOrder(Array.isArray(content['contained']) ? content['contained'] : []).flatMap((page): readonly Attachment[] => {
    const read = attachmentSchema.safeParse(page);
    return read.success ? [read.data] : [];
  });
  if (pages.length < 2) return [];
  return pages.map((page) => (page.contentType !== undefined || content.contentType === undefined ? page : { ...page, contentType: content.contentType }));
}

/** Objects only, the rest is no page. */
export function inPageOrder(contained: readonly unknown[]): readonly Readonly<Record<string, unknown>>[] {
  return contained.filter(isObject).toSorted((left, right) => orderOf(left) - orderOf(right));
}

function orderOf(page: unknown): number {
  const extended = extendedSchema.safeParse(page);
  const order = Number((extended.success ? mediaExtensionText(extended.data, 'page-ordering') : undefined) ?? Number.NaN);
  return Number.isNaN(order) ? Number.MAX_SAFE_INTEGER : order;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
