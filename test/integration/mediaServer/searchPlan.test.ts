import { expect, it, onTestFinished } from 'vitest';
import { parseSearch } from '../../../electron/mediaServer/fhir/parseSearch.ts';
import { compileSearch } from '../../../electron/mediaServer/store/compileSearch.ts';
import { openDatabase } from '../../../electron/mediaServer/store/openDatabase.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { testKey } from './startTestServer.ts';

/** What SQLite means to read, as it says itself. https://www.sqlite.org/eqp.html */
async function planOf(query: string, leadsToFew: boolean): Promise<readonly string[]> {
  const database = openDatabase(await temporaryDirectory(), testKey);
  onTestFinished(() => {
    database.close();
  });
  const request = parseSearch('Media', new URLSearchParams(query), { base: 'http://127.0.0.1:1/fhir/R4', now: 0 });
  const { sql, parameters } = compileSearch(request, undefined, () => leadsToFew);
  const steps = database.prepare<(string | number)[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters, 21);
  return steps.map(({ detail }) => detail);
}

const walk: unknown = expect.stringMatching(/^SEARCH r USING INDEX resource_by_change/);

it('comes to a rare code by the index of values, each alternative by itself, and not by walking all resources', async () => {
  const plan = await planOf('view=rare,urn:a|rarer&status=completed', true);
  expect(plan.filter((step) => /search_value_by_value \(parameter=\? AND value=\?( AND system=\?)?\)/.test(step)).length).toBeGreaterThanOrEqual(3);
  expect(plan).toContainEqual('SEARCH r USING INTEGER PRIMARY KEY (rowid=?)');
  expect(plan).not.toContainEqual(walk);
});

it('walks all in order where most of them match, and need not sort them', async () => {
  const plan = await planOf('status=completed', false);
  expect(plan).toContainEqual(walk);
});
