import { describe, expect, it } from 'vitest';
import { discoverChart } from '../../../electron/ehr/discoverChart.ts';
import { fail, succeed } from '../../../shared/errors/result.ts';
import { rawServer, untrustedServer } from '../../support/rawServer.ts';
import { startTestServer } from '../mediaServer/startTestServer.ts';

const { signal } = new AbortController();
const discover = (address: string) => discoverChart({ address }, signal);

describe('what answers at an address', () => {
  it('is a FHIR server, at its base, at its origin, and at what people copy from a browser', async () => {
    const { baseUrl, tokenUrl } = await startTestServer();
    const origin = new URL(baseUrl).origin;
    const found = succeed({ baseUrl, dialect: 'fhir', software: 'Lightbox Media Server', loginPage: true, tokenUrl });
    for (const address of [baseUrl, `${baseUrl}/`, origin, `${origin}/fhir`, `${baseUrl}/metadata`, `${baseUrl}/.well-known/smart-configuration`]) expect([address, await discover(address)]).toStrictEqual([address, found]);
  });

  it('is a gateway, by how it refuses', async () => {
    const { gateway } = await startTestServer();
    const found = succeed({ baseUrl: gateway.baseUrl, dialect: 'xcaliber', software: null, loginPage: false, tokenUrl: null });
    for (const address of [gateway.baseUrl, `${gateway.baseUrl}/`, `${gateway.baseUrl}/Media`]) expect([address, await discover(address)]).toStrictEqual([address, found]);
  });

  it('is a gateway below its origin', async () => {
    const { origin } = await rawServer((request, response) => {
      const [status, body] = request.url === '/api/v2/Media' ? [401, { success: false, code: 401, message: 'Unauthorized' }] : [404, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    expect(await discover(origin)).toMatchObject({ ok: true, value: { dialect: 'xcaliber', baseUrl: `${origin}/api/v2` } });
  });

  it('is FHIR even when it says what it is only to those who signed in', async () => {
    const { origin, seen } = await rawServer((_request, response) => response.writeHead(401, { 'content-type': 'application/fhir+json' }).end('{"resourceType":"OperationOutcome","issue":[]}'));
    expect(await discover(origin)).toStrictEqual(succeed({ baseUrl: origin, dialect: 'fhir', software: null, loginPage: false, tokenUrl: null }));
    expect(seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it.each([
    ['a web page', 200, 'text/html', '<html>guest network</html>', 'neither FHIR nor a gateway'],
    ['nothing', 404, 'text/plain', '', 'neither FHIR nor a gateway'],
    ['FHIR R5', 200, 'application/fhir+json', '{"resourceType":"CapabilityStatement","fhirVersion":"5.0.0"}', 'FHIR 5.0.0, not R4'],
    ['FHIR without Media', 200, 'application/fhir+json', '{"resourceType":"CapabilityStatement","fhirVersion":"4.0.1"}', 'no Media'],
  ])('is %s', async (_case, status, type, body, detail) => {
    const { origin } = await rawServer((_request, response) => response.writeHead(status, { 'content-type': type }).end(body));
    expect(await discover(origin)).toStrictEqual(fail('server.not-fhir', { detail }));
  });

  it('cannot be asked', async () => {
    expect(await discover('http://chart.example.org/fhir')).toMatchObject(fail('data.invalid-input'));
    expect(await discover('http://127.0.0.1:1/fhir')).toMatchObject(fail('server.unreachable'));
    expect(await discover(await untrustedServer((_request, response) => response.end()))).toMatchObject(fail('server.certificate-unknown'));
  });
});
