function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');
}

/** Whether every word of `query` occurs in `text`, whatever its case and accents. */
export function matchesWords(text: string, query: string): boolean {
  const where = folded(text);
  return folded(query).split(/\s+/).every((word) => where.includes(word));
}
