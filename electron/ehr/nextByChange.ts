import type { Resource } from '../../shared/fhir/resources.ts';
import type { ResourcePage } from '../../shared/sync/ports.ts';

/** How pages that are counted from the start name where they begin. */
const offsetParameters = ['_offset', 'offset', '_page', 'page', '_skip'];
/** In the fragment, which no server sees: what the page before ended with. */
const seenParameter = 'seen';

/**
 * Pages that are counted from the start pass over what moved to the front of them meanwhile: the change of one resource hides another one. Where
 * a `next` link counts, the walk goes on from the last change it saw instead (results come sorted by `_lastUpdated`), as it was asked at first.
 * A server's cursor is followed as it is.
 * @param asked the url this page came from; its results are sorted by `_lastUpdated`, oldest first.
 */
export function nextByChange(asked: string, page: ResourcePage): ResourcePage {
  const seen = seenBefore(asked);
  const resources = page.resources.filter((resource) => !seen.has(versionName(resource)));
  if (page.nextPage === undefined || !countsFromTheStart(page.nextPage)) return { ...page, resources };
  const last = lastUpdated(page.resources.at(-1));
  // A page that is one instant throughout would be asked for again for ever.
  if (last === undefined || last === lastUpdated(page.resources[0])) return { ...page, resources };
  const [path = '', query = ''] = asked.replace(/#.*$/s, '').split('?', 2);
  const parameters = new URLSearchParams(query);
  for (const name of offsetParameters) parameters.delete(name);
  parameters.set('_lastUpdated', `ge${last}`);
  const atTheEnd = page.resources.filter((resource) => lastUpdated(resource) === last).map(versionName);
  return { resources, nextPage: `${path}?${parameters.toString()}#${new URLSearchParams(atTheEnd.map((name) => [seenParameter, name])).toString()}` };
}

function countsFromTheStart(nextPage: string): boolean {
  const parameters = new URLSearchParams(nextPage.split('?', 2)[1]);
  return offsetParameters.some((name) => /^\d+$/.test(parameters.get(name) ?? ''));
}

function seenBefore(asked: string): ReadonlySet<string> {
  return new Set(new URLSearchParams(asked.split('#', 2)[1]).getAll(seenParameter));
}

/** Changed since, it is another one. */
function versionName(resource: Resource): string {
  return `${resource.id ?? ''} ${lastUpdated(resource) ?? ''}`;
}

function lastUpdated({ meta }: Resource | undefined = { resourceType: '' }): string | undefined {
  return meta?.lastUpdated;
}
