import { describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { rawServer } from '../../support/rawServer.ts';

const { signal } = new AbortController();
const bytesPerMedia = 1000;

/** A server whose Media hold their bytes inline, and which gives as many as are asked for. */
async function wordyServer() {
  const asked: number[] = [];
  const { origin } = await rawServer((request, response) => {
    const count = Number(new URL(request.url ?? '', 'http://any').searchParams.get('_count'));
    asked.push(count);
    const entry = Array.from({ length: count }, (_, index) => ({
      resource: { resourceType: 'Media', id: `m${String(index)}`, status: 'completed', content: { contentType: 'image/png', data: 'A'.repeat(bytesPerMedia) } },
    }));
    const link = [{ relation: 'next', url: `Media?_count=500&page=2` }];
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', link, entry }));
  });
  return { origin, asked };
}

describe('a page that is too large to be read', () => {
  it('is asked for again with fewer on it, and so is every later one', async () => {
    const { origin, asked } = await wordyServer();
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }, { largestJsonBytes: 100 * bytesPerMedia }));
    expect(unwrap(await chart.search({ resourceType: 'Media' }, signal)).resources).toHaveLength(50);
    expect(asked).toEqual([500, 50]);
    await chart.search({ resourceType: 'Media' }, signal);
    expect(asked).toEqual([500, 50, 50]);
  });

  it('in the middle of a walk ends the walk; the next one goes in smaller steps', async () => {
    const { origin } = await wordyServer();
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }, { largestJsonBytes: 100 * bytesPerMedia }));
    expect(await chart.followPage('Media?_count=500&page=2', signal)).toMatchObject({ ok: false, error: { code: 'data.too-large' } });
    expect(unwrap(await chart.search({ resourceType: 'Media' }, signal)).resources).toHaveLength(50);
  });

  it('and has no smaller one is a failure', async () => {
    const { origin, asked } = await wordyServer();
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }, { largestJsonBytes: bytesPerMedia }));
    expect(await chart.search({ resourceType: 'Media' }, signal)).toMatchObject({ ok: false, error: { code: 'data.too-large' } });
    expect(asked).toEqual([500, 50, 20]);
  });
});
