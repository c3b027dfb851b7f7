import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFhirJson, writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import { arbitraryR4Media } from '../../support/arbitraryR4Media.ts';
import { openChartAndCache } from '../../support/chartAndCache.ts';
import { r4Issues } from '../../support/r4Issues.ts';

/** 10,000 on demand: `LIGHTBOX_ROUND_TRIPS=10000 npx vitest run --project integration test/integration/fhir/roundTrip.test.ts`. */
const numRuns = Number(process.env['LIGHTBOX_ROUND_TRIPS'] ?? 60);
const patience = 20_000 + numRuns * 200;

let scene: Awaited<ReturnType<typeof openChartAndCache>>;
beforeAll(async () => {
  scene = await openChartAndCache();
});
afterAll(() => scene.close());

/** Without what only the chart writes. */
function personsText(text: string): string {
  const { id: _id, meta, ...rest } = parseFhirJson(text) as Readonly<Record<string, unknown>>;
  const { versionId: _version, lastUpdated: _updated, _versionId, _lastUpdated, ...kept } = (meta ?? {}) as Readonly<Record<string, unknown>>;
  return writeFhirJson({ ...rest, keptMeta: kept });
}

test(`any Media that R4 allows comes back from chart, client, cache and chart as it was written (${String(numRuns)})`, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryR4Media, async (text) => {
      // R4 has rules beyond its table of elements (a period ends after it began); which Media are valid is not for us to say.
      fc.pre(r4Issues(JSON.parse(text)).length === 0);
      const id = await scene.raw.create(text);
      const held = await scene.raw.read(id);
      expect(personsText(held)).toBe(personsText(text));

      const { current } = await scene.pull(id);
      expect(writeFhirJson(current)).toBe(held);

      await scene.push(current);
      expect(personsText(await scene.raw.read(id))).toBe(personsText(text));
    }),
    { numRuns, maxSkipsPerRun: 1 },
  );
}, patience);
