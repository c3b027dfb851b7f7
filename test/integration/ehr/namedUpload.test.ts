import { expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { rawServer } from '../../support/rawServer.ts';

const { signal } = new AbortController();
const upload = {
  id: 'a-picture.1', contentType: 'image/png', size: 3, securityContext: undefined,
  bytes: async function* () {
    yield Buffer.from('abc');
  },
};

/** A chart that says of Binary what it is told to, and answers a PUT with `putStatus`. @returns what was asked of it. */
async function chartThat(binary: object, putStatus = 201) {
  const { origin, seen } = await rawServer((request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'GET') {
        const capability = { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ resource: [{ type: 'Media' }, { type: 'Binary', ...binary }] }] };
        response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(capability));
      } else if (request.method === 'PUT') response.writeHead(putStatus).end();
      else response.writeHead(201, { location: 'Binary/b7' }).end();
    });
  });
  const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }));
  return { send: async () => unwrap(await chart.uploadBinary(upload, signal)).url, asked: () => seen.map(({ method, url }) => `${method} ${url}`) };
}

it('names a Binary itself where the chart lets it: sent again, it is the same', async () => {
  const { send, asked } = await chartThat({ updateCreate: true });
  expect([await send(), await send()]).toStrictEqual(['Binary/a-picture.1', 'Binary/a-picture.1']);
  expect(asked()).toStrictEqual(['GET /metadata', 'PUT /Binary/a-picture.1', 'PUT /Binary/a-picture.1']);
});

it('leaves the name to a chart that does not say so', async () => {
  const { send, asked } = await chartThat({});
  expect(await send()).toBe('Binary/b7');
  expect(asked()).toStrictEqual(['GET /metadata', 'POST /Binary']);
});

it.each([400, 404, 405])('leaves it to a chart that says so and answers %i', async (status) => {
  const { send, asked } = await chartThat({ updateCreate: true }, status);
  expect([await send(), await send()]).toStrictEqual(['Binary/b7', 'Binary/b7']);
  expect(asked()).toStrictEqual(['GET /metadata', 'PUT /Binary/a-picture.1', 'POST /Binary', 'POST /Binary']);
});
