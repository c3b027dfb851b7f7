import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { startMediaServer, type MediaServerHandle } from '../../../electron/mediaServer/startMediaServer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { ConnectionNetwork } from '../../../shared/ipc/views.ts';
import { connectProxy } from '../../support/connectProxy.ts';
import { hospitalAuthorityFile, hospitalTls } from '../../support/hospitalTls.ts';
import { rawServer, untrustedServer } from '../../support/rawServer.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { demoMediaDirectory, testKey } from '../mediaServer/startTestServer.ts';

/** A real Media API behind a certificate that the authority of a made-up hospital signed, for chart.hospital.test and localhost. */
let certificateAuthority = '';
const name = 'chart.hospital.test';
const { signal } = new AbortController();

beforeAll(async () => {
  certificateAuthority = await readFile(hospitalAuthorityFile, 'utf8');
});

const running: MediaServerHandle[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function chartServer() {
  const server = await startMediaServer({ dataDirectory: await temporaryDirectory(), key: testKey, port: 0, seed: false, demoMediaDirectory, tls: await hospitalTls() });
  running.push(server);
  const port = new URL(server.baseUrl).port;
  const connect = (host: string, network?: ConnectionNetwork) => {
    const [baseUrl, tokenUrl] = [server.baseUrl, server.tokenUrl].map((url) => url.replace('127.0.0.1', host));
    const { clientId, clientSecret } = server;
    return openFhirChart({ baseUrl: baseUrl ?? '', auth: { kind: 'client-credentials', clientId, clientSecret, tokenUrl: tokenUrl ?? '' }, ...(network !== undefined && { network }) });
  };
  return { port: Number(port), describe: async (host: string, network?: ConnectionNetwork) => unwrap(connect(host, network)).describe(signal) };
}

describe('a chart whose certificate the hospital signed itself', () => {
  it('is refused until the hospital’s authority is given', async () => {
    const chart = await chartServer();
    expect(await chart.describe('localhost')).toStrictEqual({ ok: false, error: { code: 'server.certificate-unknown', detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
    expect(await chart.describe('localhost', { certificateAuthority })).toMatchObject({ ok: true, value: { dialect: 'fhir' } });
  });

  it('is refused under a name the certificate does not have', async () => {
    const chart = await chartServer();
    const proxy = await connectProxy({ 'other.hospital.test': chart.port });
    const answer = await chart.describe('other.hospital.test', { certificateAuthority, proxy: { url: proxy.url } });
    expect(answer).toStrictEqual({ ok: false, error: { code: 'server.tls', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' } });
  });

  it('is not trusted for another’s signature', async () => {
    const origin = await untrustedServer((_request, response) => response.end());
    const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' }, network: { certificateAuthority } }));
    expect(await chart.describe(signal)).toMatchObject({ ok: false, error: { code: 'server.certificate-unknown' } });
  });

  it.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])('cannot be reached with "%s" for an authority', (pem) => {
    expect(openFhirChart({ baseUrl: 'https://localhost', auth: { kind: 'none' }, network: { certificateAuthority: pem } })).toMatchObject({
      ok: false, error: { code: 'data.invalid-input', fields: [{ path: 'certificateAuthority' }] },
    });
  });
});

describe('a chart behind a proxy', () => {
  it('is reached through it by name, its token endpoint too; the certificate is verified inside the tunnel', async () => {
    const chart = await chartServer();
    const proxy = await connectProxy({ [name]: chart.port });
    const network = { proxy: { url: proxy.url } };
    expect(await chart.describe(name, network)).toMatchObject({ ok: false, error: { code: 'server.certificate-unknown' } });
    expect(await chart.describe(name, { ...network, certificateAuthority })).toMatchObject({ ok: true });
    expect(new Set(proxy.asked)).toStrictEqual(new Set([`${name}:${String(chart.port)}`]));
  });

  it('signs in to the proxy, which otherwise refuses', async () => {
    const chart = await chartServer();
    const proxy = await connectProxy({ [name]: chart.port }, 'ward 3:p@ss:wörd');
    const network = { certificateAuthority, proxy: { url: proxy.url } };
    expect(await chart.describe(name, network)).toStrictEqual({ ok: false, error: { code: 'server.proxy', detail: 'HTTP 407' } });
    const wrong = { ...network, proxy: { ...network.proxy, username: 'ward 3', password: 'wrong' } };
    expect(await chart.describe(name, wrong)).toStrictEqual({ ok: false, error: { code: 'server.proxy', detail: 'HTTP 407' } });
    const right = { ...network, proxy: { ...network.proxy, username: 'ward 3', password: 'p@ss:wörd' } };
    expect(await chart.describe(name, right)).toMatchObject({ ok: true });
  });

  it('says when the proxy does not know the chart, is not there, or is none', async () => {
    const chart = await chartServer();
    const through = (url: string) => chart.describe(name, { certificateAuthority, proxy: { url } });
    expect(await through((await connectProxy({})).url)).toStrictEqual({ ok: false, error: { code: 'server.proxy', detail: 'HTTP 502' } });
    expect(await through('http://127.0.0.1:1')).toStrictEqual({ ok: false, error: { code: 'server.proxy', detail: 'ECONNREFUSED' } });
    const { origin } = await rawServer((_request, response) => response.end('a web page'));
    expect(await through(origin)).toMatchObject({ ok: false, error: { code: 'server.proxy' } });
  });

  it('is reached without it when it is on this computer', async () => {
    const chart = await chartServer();
    const proxy = await connectProxy({});
    expect(await chart.describe('localhost', { certificateAuthority, proxy: { url: proxy.url } })).toMatchObject({ ok: true });
    expect(proxy.asked).toStrictEqual([]);
  });
});
