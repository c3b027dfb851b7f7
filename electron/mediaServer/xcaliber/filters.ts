/** Optional filters of the list, as R4's Media has them. */
const filters = new Set(['based-on', 'created', 'device', 'encounter', 'identifier', 'modality', 'operator', 'site', 'status', 'subject', 'type', 'view']);

export function isSearchParameter(name: string): boolean {
  return filters.has(name);
}
