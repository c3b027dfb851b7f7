import { expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { FailureError, unwrap } from '../../../shared/errors/result.ts';
import { rawServer } from '../../support/rawServer.ts';

const { signal } = new AbortController();
const idleMilliseconds = 200;

/** Sends the beginning of a long answer, then drop after drop, each well before anybody would call it standing still. */
async function drippingChart(dropBytes: number, contentType: string, lengthBytes = 10_000_000) {
  const { origin } = await rawServer((_request, response) => {
    response.writeHead(200, { 'content-type': contentType, 'content-length': String(lengthBytes) });
    let left = lengthBytes;
    const drip = setInterval(() => {
      response.write(Buffer.alloc(dropBytes, ' '));
      left -= dropBytes;
      if (left === 0) response.end();
    }, 20);
    response.on('close', () => clearInterval(drip));
  });
  return unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }, { idleMilliseconds }));
}

it('an answer that only drips is given up: it would hold what waits behind it for days', async () => {
  const chart = await drippingChart(1, 'application/fhir+json');
  expect(await chart.readMedia('m1', signal)).toMatchObject({ ok: false, error: { code: 'server.timeout' } });
});

it('bytes that only drip are given up', async () => {
  const chart = await drippingChart(1, 'image/jpeg');
  const { bytes } = unwrap(await chart.downloadBinary('Binary/b1', signal));
  const failure = await collectBytes(bytes).then(() => undefined, (error: unknown) => (error instanceof FailureError ? error.failure.code : error));
  expect(failure).toBe('server.timeout');
});

it('bytes that come slowly are waited for', async () => {
  const chart = await drippingChart(400, 'image/jpeg', 20_000);
  const { bytes } = unwrap(await chart.downloadBinary('Binary/b1', signal));
  expect((await collectBytes(bytes)).byteLength).toBe(20_000);
});
