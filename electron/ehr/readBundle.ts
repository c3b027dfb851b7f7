import { z } from 'zod';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { checkedAs } from '../../shared/fhir/codec/checkedAs.ts';
import { resourceSchema } from '../../shared/fhir/resources.ts';
import type { ResourcePage } from '../../shared/sync/ports.ts';

/** Looser than the Bundle itself: one entry that is odd must not cost the page. */
const searchSetSchema = z.looseObject({
  resourceType: z.literal('Bundle'),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
  entry: z.array(z.looseObject({ resource: z.unknown().optional(), search: z.looseObject({ mode: z.string().optional() }).optional() })).optional(),
});

/** @returns the matches of one page of a search; what else a server puts in (outcomes, included resources) is left out. */
export function readBundle(body: unknown): Result<ResourcePage> {
  const bundle = checkedAs(searchSetSchema, body);
  if (!bundle.success) return fail('server.not-fhir', { detail: 'not a Bundle' });
  const resources = (bundle.data.entry ?? [])
    .filter((entry) => entry.search?.mode === undefined || entry.search.mode === 'match')
    .map((entry) => checkedAs(resourceSchema, entry.resource))
    .flatMap((resource) => (resource.success ? [resource.data] : []));
  const nextPage = bundle.data.link?.find((link) => link.relation === 'next')?.url;
  return succeed({ resources, ...(nextPage !== undefined && { nextPage }) });
}
