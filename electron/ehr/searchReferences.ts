import { succeed, type Result } from '../../shared/errors/result.ts';
import type { Resource } from '../../shared/fhir/resources.ts';
import type { ReferenceSearch, ResourcePage } from '../../shared/sync/ports.ts';

const most = 50;

/**
 * What a Media may refer to, as far as the chart has it. A type it does not know, or does not let us read, holds nothing for us.
 * @param searchPage the first page of a search.
 * @returns null when none of the types can be searched; a failure only when the chart cannot be asked at all.
 */
export async function searchReferences(
  { types, patient, words }: ReferenceSearch, searchPage: (url: string) => Promise<Result<ResourcePage>>,
): Promise<Result<readonly Resource[] | null>> {
  const found: Resource[] = [];
  let searched = false;
  for (const type of types) {
    const parameters = new URLSearchParams({ _count: String(most) });
    if (patient !== undefined) parameters.set('patient', `Patient/${patient}`);
    else if (type === 'Practitioner' && words !== '') parameters.set('name', words);
    const page = await searchPage(`${type}?${parameters.toString()}`);
    if (page.ok) found.push(...page.value.resources.filter(({ resourceType }) => resourceType === type));
    else if (!refusals.has(page.error.code)) return page;
    searched ||= page.ok;
  }
  return succeed(searched ? found : null);
}

const refusals: ReadonlySet<string> = new Set(['server.not-found', 'server.forbidden', 'server.rejected']);
