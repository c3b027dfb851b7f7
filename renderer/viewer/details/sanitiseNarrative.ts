import DOMPurify from 'dompurify';

/**
 * Text and tables, as https://hl7.org/fhir/R4/narrative.html#xhtml has them, without what could fetch, run, cover or lead away: no links,
 * pictures, styles or classes.
 */
const allowedTags = [
  'div', 'p', 'br', 'hr', 'b', 'strong', 'i', 'em', 'u', 'small', 'big', 'sub', 'sup', 'tt', 'span', 'pre', 'code', 'samp', 'kbd', 'var', 'q', 'blockquote', 'cite', 'dfn', 'abbr', 'ins', 'del',
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'colgroup', 'col',
];
const allowedAttributes = ['colspan', 'rowspan', 'lang', 'dir'];

/** @returns HTML that is safe to put into the page. */
export function sanitiseNarrative(xhtml: string): string {
  return DOMPurify.sanitize(xhtml, { ALLOWED_TAGS: allowedTags, ALLOWED_ATTR: allowedAttributes, ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false });
}
