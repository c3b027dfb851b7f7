import { expect, it } from 'vitest';
import { z } from 'zod';
import { capabilityStatement } from '../../../electron/mediaServer/fhir/capabilityStatement.ts';
import { parseSearch } from '../../../electron/mediaServer/fhir/parseSearch.ts';
import { resourceTypes } from '../../../electron/mediaServer/fhir/searchParameters.ts';

const schema = z.object({
  rest: z.tuple([z.object({ resource: z.array(z.object({ type: z.enum(resourceTypes), searchInclude: z.array(z.string()).optional(), searchParam: z.array(z.object({ name: z.string(), type: z.string() })).optional() })) })]),
});
const values: Readonly<Record<string, string>> = { token: 'a', reference: 'a', string: 'a', date: '2026-01-01', uri: 'urn:a' };

it('promises only what the search understands', () => {
  const { rest } = schema.parse(capabilityStatement('http://127.0.0.1:1/fhir/R4', 'http://127.0.0.1:1'));
  const promised = rest[0].resource.flatMap(({ type, searchParam = [] }) => searchParam.map((parameter) => ({ resourceType: type, ...parameter })));
  expect(promised.length).toBeGreaterThan(20);
  for (const { resourceType, name, type } of promised) {
    expect(parseSearch(resourceType, new URLSearchParams([[name, values[type] ?? '']]), { base: '', now: 0 }).criteria).toHaveLength(1);
  }
});

it('promises only includes and orders that the search understands', () => {
  const { rest } = schema.parse(capabilityStatement('http://127.0.0.1:1/fhir/R4', 'http://127.0.0.1:1'));
  const includes = rest[0].resource.flatMap(({ type, searchInclude = [] }) => searchInclude.map((include) => [type, '_include', include] as const));
  const orders = rest[0].resource.flatMap(({ type, searchParam = [] }) => searchParam.map(({ name }) => [type, '_sort', name] as const));
  expect(includes.length).toBeGreaterThan(8);
  for (const [type, name, value] of [...includes, ...orders]) {
    const { includes: understood, sort } = parseSearch(type, new URLSearchParams([[name, value]]), { base: '', now: 0 });
    expect(name === '_include' ? understood : sort).toHaveLength(1);
  }
});
