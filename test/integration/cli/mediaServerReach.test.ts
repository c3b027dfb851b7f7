import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { failureSchema } from '../../../shared/errors/errorCode.ts';
import { runCommand, runMediaServer, type RunningServer } from '../../support/commandLine.ts';

const fixture = (name: string) => new URL(`../../fixtures/${name}`, import.meta.url).pathname;
/** Made out to chart.hospital.test, localhost and 127.0.0.1; certificate and key in one file. */
const chart = fixture('chart-signed-by-hospital.pem');
const withCertificate = ['--tls-certificate', chart, '--tls-key', chart];
const others = '--i-understand-that-others-on-the-network-can-reach-it';
const readAlong = '--i-understand-that-anybody-on-the-network-can-read-along';

async function serve(...args: readonly string[]): Promise<RunningServer> {
  const server = await runMediaServer(['--empty', ...args]);
  onTestFinished(() => server.stop());
  return server;
}

/** By a client that trusts the hospital's authority and checks the name, as Lightbox does. */
async function askOverTls(url: string, hostName?: string): Promise<{ readonly status: number | undefined; readonly protocol: string | null }> {
  const asked = request(url, { ca: await readFile(fixture('hospital-authority.pem')), agent: false, ...(hostName !== undefined && { servername: hostName }) });
  const connected = once(asked, 'socket').then(([socket]) => socket as TLSSocket);
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode, protocol: (await connected).getProtocol() };
}

/** An address of this computer that others could reach. */
const outward = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []).find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('media-server with a certificate', () => {
  it('speaks TLS to who trusts its authority, under the name it is given', async () => {
    const server = await serve(...withCertificate, '--name', 'localhost');
    expect(server.baseUrl).toMatch(/^https:\/\/localhost:\d+\/fhir\/R4$/);
    for (const address of [server.tokenUrl, server.gateway.baseUrl]) expect(new URL(address).origin).toBe(new URL(server.baseUrl).origin);
    expect(await askOverTls(`${server.baseUrl}/metadata`)).toEqual({ status: 200, protocol: 'TLSv1.3' });
    await expect(fetch(`${server.baseUrl}/metadata`)).rejects.toThrow();
    await expect(fetch(`${server.baseUrl.replace('https', 'http')}/metadata`)).rejects.toThrow();
  });

  it('serves beyond this computer when that is said in words', async () => {
    const server = await serve(...withCertificate, '--listen', '0.0.0.0', '--name', 'chart.hospital.test', others);
    const { port, hostname } = new URL(server.baseUrl);
    expect(hostname).toBe('chart.hospital.test');
    expect(await askOverTls(`https://${outward ?? '127.0.0.2'}:${port}/fhir/R4/metadata`, 'chart.hospital.test')).toMatchObject({ status: 200 });
  });

  it('serves without one beyond this computer only when that is said too', async () => {
    const address = outward ?? '127.0.0.2';
    const server = await serve('--listen', address, others, readAlong);
    expect(new URL(server.baseUrl).hostname).toBe(address);
    expect((await fetch(`${server.baseUrl}/metadata`)).status).toBe(200);
    await expect(fetch(`${server.baseUrl.replace(address, '127.0.0.1')}/metadata`)).rejects.toThrow();
  });
});

it.each([
  ['to be reached by others unsaid', ['--listen', '0.0.0.0', ...withCertificate, '--name', 'localhost'], '--listen', others],
  ['an address that is not this computer’s', ['--listen', '192.0.2.1', others, readAlong], 'address', '192.0.2.1'],
])('media-server refuses %s, naming what is at fault', async (_what, args, option, says) => {
  const { code, document } = await runCommand(['media-server', '--empty', ...args]);
  expect(code).toBe(1);
  const { error } = z.object({ error: failureSchema }).parse(document);
  expect(error).toMatchObject({ code: 'data.invalid-input', fields: [{ path: option, message: expect.stringContaining(says) as unknown }] });
});
