import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startMediaServer, type MediaServerHandle, type MediaServerOptions } from '../../../electron/mediaServer/startMediaServer.ts';
import { runCommand } from '../../support/commandLine.ts';
import { connectProxy } from '../../support/connectProxy.ts';
import { hospitalAuthorityFile, hospitalTls } from '../../support/hospitalTls.ts';
import { answerLoginPage } from '../../support/loginPage.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { demoMediaDirectory, testKey } from '../mediaServer/startTestServer.ts';

const running: MediaServerHandle[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function startServer(options: Partial<MediaServerOptions> = {}): Promise<MediaServerHandle> {
  const server = await startMediaServer({ dataDirectory: await temporaryDirectory(), key: testKey, port: 0, seed: true, demoMediaDirectory, ...options });
  running.push(server);
  return server;
}

describe('connecting from the command line', () => {
  it('prints the address of the login page, waits for its answer, and stays signed in', async () => {
    const server = await startServer();
    const data = join(await temporaryDirectory(), 'data');
    const connected = await runCommand(['connect', '--data', data, '--base', server.baseUrl, '--smart', '--client-id', 'lightbox-app'], {}, (line) => {
      if (!line.startsWith('http')) return;
      void answerLoginPage(new URL(line), { secret: server.clientSecret }).then((back) => fetch(back, { headers: { connection: 'close' } }));
    });
    expect(connected).toMatchObject({ code: 0, document: { connected: { authKind: 'smart' } } });
    expect(JSON.stringify(connected)).not.toMatch(/access_token|refresh|eyJ/i);
    expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0, document: { patients: 6 } });
  });

  it('takes the hospital’s certificate authority from a file, and goes through its proxy', async () => {
    const server = await startServer({ tls: await hospitalTls() });
    const { port } = new URL(server.baseUrl);
    const proxy = await connectProxy({ 'chart.hospital.test': Number(port) }, 'ward:p@ss');
    const data = join(await temporaryDirectory(), 'data');
    const at = (url: string) => url.replace('127.0.0.1', 'chart.hospital.test');
    const args = ['connect', '--data', data, '--base', at(server.baseUrl), '--client-id', server.clientId, '--client-secret', server.clientSecret, '--token-url', at(server.tokenUrl)];
    const through = ['--proxy', proxy.url.replace('http://', 'http://ward:p%40ss@')];
    expect(await runCommand([...args, ...through])).toMatchObject({ code: 1, document: { error: { code: 'server.certificate-unknown' } } });
    expect(await runCommand([...args, ...through, '--ca', join(data, 'none.pem')])).toMatchObject({ code: 1, document: { error: { code: 'data.invalid-input', fields: [{ path: '--ca' }] } } });
    expect(await runCommand([...args, ...through, '--ca', hospitalAuthorityFile])).toMatchObject({ code: 0, document: { connected: { authKind: 'client-credentials' } } });
  });
});
