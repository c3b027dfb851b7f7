import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { parseSearch } from '../../../electron/mediaServer/fhir/parseSearch.ts';
import { openDatabase } from '../../../electron/mediaServer/store/openDatabase.ts';
import { ResourceStore } from '../../../electron/mediaServer/store/resourceStore.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { matchesQuery, oracleMediaSchema, spansOf, type OracleMedia, type Patients } from './searchOracle.ts';
import { testKey } from './startTestServer.ts';

const base = 'http://127.0.0.1:1/fhir/R4';
const now = Date.parse('2026-06-15T12:00:00Z');
const patients: Patients = { p1: { system: 'urn:mrn', value: 'A' }, p2: { value: 'A' }, p3: { system: 'urn:mrn', value: 'B' } };

const system = fc.option(fc.constantFrom('urn:a', 'urn:b'), { nil: undefined });
const codes = fc.constantFrom('x', 'y', 'z');
const concept = fc.record({
  coding: fc.array(fc.record({ system, code: codes, display: fc.option(fc.constantFrom('Left leg', 'Right leg'), { nil: undefined }) }), { minLength: 1, maxLength: 2 }),
  text: fc.option(fc.constantFrom('leg', 'Left'), { nil: undefined }),
});
const dates = fc.constantFrom('2024', '2025', '2026', '2025-12', '2026-01', '2026-02', '2026-01-31', '2026-02-01', '2026-02-28', '2026-02-01T00:00:00Z', '2026-02-01T00:30:00+01:00', '2025-12-31T23:59:59-05:00');
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
const created = fc.oneof(
  fc.constant({}),
  dates.map((createdDateTime) => ({ createdDateTime })),
  fc.record({ start: optional(dates), end: optional(dates) }).filter(({ start, end }) => start !== undefined || end !== undefined).map((createdPeriod) => ({ createdPeriod })),
);
const element = fc.record({
  identifier: optional(fc.array(fc.record({ system, value: codes }), { minLength: 1, maxLength: 2 })),
  basedOn: optional(fc.array(fc.oneof(fc.constantFrom({ reference: 'ServiceRequest/x' }, { reference: 'CarePlan/x' }), fc.record({ identifier: fc.record({ system, value: codes }) })), { minLength: 1, maxLength: 2 })),
  status: fc.constantFrom('completed', 'unknown'),
  type: optional(concept),
  modality: optional(concept),
  bodySite: optional(concept),
  subject: optional(fc.constantFrom('Patient/p1', 'Patient/p2', 'Patient/p3', 'Patient/p9', 'Practitioner/p1').map((reference) => ({ reference }))),
  operator: optional(fc.constantFrom({ reference: 'Practitioner/p1' }, { reference: 'Patient/p2' })),
});

const tokens = fc.oneof(codes, fc.tuple(fc.constantFrom('', 'urn:a|', 'urn:b|', '|'), codes).map((parts) => parts.join('')), fc.constantFrom('urn:a|', 'urn:b|'));
const several = (values: fc.Arbitrary<string>) => fc.array(values, { minLength: 1, maxLength: 3 }).map((chosen) => chosen.join(','));
const prefixes = fc.constantFrom('', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap');
const criterion: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(fc.constant('created'), several(fc.tuple(prefixes, dates).map((parts) => parts.join('')))),
  fc.tuple(fc.constantFrom('identifier', 'type', 'modality', 'site', 'type:not', 'modality:not', 'patient.identifier', 'subject:Patient.identifier', 'based-on:identifier'), several(tokens)),
  fc.tuple(fc.constantFrom('status', 'status:not'), several(fc.constantFrom('completed', 'unknown', 'http://hl7.org/fhir/event-status|completed', '|completed'))),
  fc.tuple(fc.constantFrom('type:text', 'site:text'), several(fc.constantFrom('LE', 'left', 'leg', 'eg'))),
  fc.tuple(fc.constantFrom('identifier:missing', 'type:missing', 'site:missing', 'subject:missing', 'patient:missing', 'created:missing', 'based-on:missing', 'operator:missing'), fc.constantFrom('true', 'false')),
  fc.tuple(fc.constant('patient'), several(fc.constantFrom('p1', 'Patient/p2', 'p9', 'p7'))),
  fc.tuple(fc.constantFrom('subject', 'operator', 'based-on'), several(fc.constantFrom('p1', 'p2', 'Patient/p1', 'Practitioner/p1', 'x', 'CarePlan/x'))),
);
const query = fc.array(criterion, { minLength: 1, maxLength: 3 });

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface World {
  readonly store: ResourceStore;
  readonly media: readonly OracleMedia[];
}

/** A store with 150 Media drawn from few words, so that queries hit; some were something else before. Up to `few` matches are looked up. */
async function makeWorld(seed: number, few = 40): Promise<World> {
  const database = openDatabase(await temporaryDirectory(), testKey);
  closing.push(() => database.close());
  let instant = 0;
  const store = new ResourceStore(database, () => (instant += 1), () => base, few);
  const drawn = fc.sample(fc.tuple(element, created), { numRuns: 150, seed });
  const media = drawn.map(([elements, when], index) => oracleMediaSchema.parse({ id: `m${String(index)}`, ...elements, ...when }));
  store.transaction(() => {
    for (const [id, { value, ...rest }] of Object.entries(patients)) {
      store.write('Patient', id, JSON.stringify({ resourceType: 'Patient', id, identifier: [{ ...rest, value }] }));
    }
    store.write('Practitioner', 'p1', JSON.stringify({ resourceType: 'Practitioner', id: 'p1', identifier: [{ system: 'urn:mrn', value: 'A' }] }));
    for (const [index, one] of media.entries()) {
      if (index % 3 === 0) store.write('Media', one.id, JSON.stringify({ ...media[(index * 7) % media.length], resourceType: 'Media', id: one.id }));
      store.write('Media', one.id, JSON.stringify({ resourceType: 'Media', ...one }));
    }
  });
  return { store, media };
}

/** All pages of a search, their size drawn too. */
function found({ store }: World, sent: readonly (readonly [string, string])[], count: number): readonly string[] {
  const ids: string[] = [];
  const parameters = new URLSearchParams(sent.map(([name, value]) => [name, value]));
  parameters.set('_count', String(count));
  let request = parseSearch('Media', parameters, { base, now });
  for (;;) {
    const page = store.search(request);
    ids.push(...page.matches.map(({ id }) => id));
    if (page.next === undefined) return ids;
    request = { ...request, cursor: page.next };
  }
}

it.each([
  [1, 'walking all', -1],
  [2, 'looking up the few', 40],
  [3, 'looking up whatever can be', 150],
])('finds what a naive reading of the standard finds (world %i), %s', async (seed, _how, few) => {
  const world = await makeWorld(seed, few);
  let hits = 0;
  fc.assert(
    fc.property(query, fc.constantFrom(7, 50, 1000), (sent, count) => {
      const expected = world.media.filter((media) => matchesQuery(media, sent, patients, now)).map(({ id }) => id);
      if (expected.length > 0 && expected.length < world.media.length) hits += 1;
      expect(found(world, sent, count)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  // Queries that never tell anything apart would prove nothing.
  expect(hits).toBeGreaterThan(150);
});

/** Compares the sort keys of two Media, the lowest value going up and the highest going down, what has none at the low end. */
function compare(left: OracleMedia, right: OracleMedia, keys: readonly string[]): number {
  for (const key of keys) {
    const descending = key.startsWith('-');
    const [a, b] = [left, right].map((media) => keyOf(media, key.replace('-', ''), descending)) as [string | number, string | number];
    if (a !== b) return (a < b ? -1 : 1) * (descending ? -1 : 1);
  }
  return Number(left.id.slice(1)) - Number(right.id.slice(1));
}

function keyOf(media: OracleMedia, key: string, descending: boolean): string | number {
  if (key === '_id') return media.id;
  if (key === 'status') return media.status;
  if (key === 'created') return spansOf(media)[0]?.[descending ? 1 : 0] ?? -Infinity;
  const values = (key === 'type' ? (media.type?.coding ?? []).map(({ code }) => code) : (media.identifier ?? []).map(({ value }) => value)).map((value) => value ?? '').sort();
  return (descending ? values.at(-1) : values[0]) ?? '';
}

it('sorts by several keys and pages through them, whatever else is changed meanwhile', async () => {
  const world = await makeWorld(4);
  const sortKeys = fc.uniqueArray(fc.constantFrom('status', 'created', 'type', 'identifier', '_id'), { minLength: 1, maxLength: 3 }).chain((names) =>
    fc.tuple(...names.map((name) => fc.boolean().map((descending) => (descending ? `-${name}` : name)))),
  );
  fc.assert(
    fc.property(sortKeys, fc.integer({ min: 1, max: 60 }), (keys, count) => {
      const expected = [...world.media].sort((left, right) => compare(left, right, keys)).map(({ id }) => id);
      expect(found(world, [['_sort', keys.join(',')]], count)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  // Whatever changes between the pages stays where it stood when the walk began.
  fc.assert(
    fc.property(sortKeys, fc.array(fc.nat(149), { minLength: 1, maxLength: 40 }), (keys, changes) => {
      const expected = [...world.media].sort((left, right) => compare(left, right, keys)).map(({ id }) => id);
      const pending = [...changes];
      const ids: string[] = [];
      let request = parseSearch('Media', new URLSearchParams({ _sort: keys.join(','), _count: '20' }), { base, now });
      const before = new Map<string, OracleMedia>();
      for (;;) {
        const page = world.store.search(request);
        ids.push(...page.matches.map(({ id }) => id));
        if (page.next === undefined) break;
        request = { ...request, cursor: page.next };
        for (const index of pending.splice(0, 6)) {
          const media = world.media[index];
          if (media === undefined) continue;
          before.set(media.id, media);
          world.store.write('Media', media.id, JSON.stringify({ resourceType: 'Media', ...world.media[(index + 1) % 150], id: media.id }));
        }
      }
      for (const media of before.values()) world.store.write('Media', media.id, JSON.stringify({ resourceType: 'Media', ...media }));
      expect(ids).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
