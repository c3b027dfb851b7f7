/**
 * What a person typed as an FTS5 query: every word must begin a word of the row. Quoted, because FTS5 reads `follow-up` as a column
 * filter; a quoted word of several tokens ("1980-05-12") is a phrase whose last token is a prefix.
 * @returns undefined when there is no word in it.
 */
export function searchTerms(query: string): string | undefined {
  const words = query.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length === 0 ? undefined : words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ');
}
