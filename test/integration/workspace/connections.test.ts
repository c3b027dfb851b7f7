import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenInBrowser } from '../../../electron/ehr/auth/signIn.ts';
import type { OpenWorkspace } from '../../../electron/workspace/openWorkspace.ts';
import { fail, succeed, unwrap } from '../../../shared/errors/result.ts';
import type { ConnectionRequest } from '../../../shared/ipc/views.ts';
import { answerLoginPage } from '../../support/loginPage.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { openTestWorkspace, testKeys } from '../../support/testWorkspace.ts';
import { fetchToken, media, patient, startTestServer, type TestServer } from '../mediaServer/startTestServer.ts';

const hour = 3_600_000;
const open: OpenWorkspace[] = [];
const defects: unknown[] = [];

afterEach(async () => {
  for (const { close } of open.splice(0)) await close();
  expect(defects.splice(0)).toStrictEqual([]);
});

async function start(directory: string, openInBrowser?: OpenInBrowser): Promise<OpenWorkspace> {
  const workspace = await openTestWorkspace(directory, (error) => defects.push(error), openInBrowser);
  open.push(workspace);
  return workspace;
}

async function stop(workspace: OpenWorkspace): Promise<void> {
  open.splice(open.indexOf(workspace), 1);
  await workspace.close();
}

/** Every page of the database as who has opened it sees it, the ones that are free included. */
async function decrypted(directory: string): Promise<string> {
  const copy = join(await temporaryDirectory(), 'copy.db');
  await copyFile(join(directory, 'lightbox.db'), copy);
  const database = new Database(copy);
  database.pragma("cipher='aegis'");
  database.pragma(`key='raw:${Buffer.from(testKeys().key('database')).toString('hex')}'`);
  database.pragma("rekey=''");
  database.close();
  const text = await readFile(copy, 'latin1');
  expect(text.startsWith('SQLite format 3')).toBe(true);
  return text;
}

async function stored(directory: string): Promise<unknown> {
  const workspace = await start(directory);
  const value = await workspace.workspace.cache.setting('connection');
  await stop(workspace);
  return value;
}

const allowing = (server: TestServer): OpenInBrowser => async (url) => {
  void answerLoginPage(url, { secret: server.clientSecret }).then((back) => fetch(back, { headers: { connection: 'close' } }));
  return succeed(undefined);
};
const smart = (server: TestServer): ConnectionRequest => ({ name: 'Hospital', baseUrl: server.baseUrl, auth: { kind: 'smart', clientId: 'lightbox-app' } });
const credentials = (server: TestServer): ConnectionRequest => ({
  name: 'Hospital', baseUrl: server.baseUrl, auth: { kind: 'client-credentials', clientId: server.clientId, clientSecret: server.clientSecret, tokenUrl: server.tokenUrl },
});

describe('the secrets of a connection', () => {
  it('are sealed: neither the opened database nor the window has any, and they open again', async () => {
    const server = await startTestServer();
    const directory = await temporaryDirectory();
    const first = await start(directory, allowing(server));
    const view = unwrap(await first.workspace.connections.connect(smart(server)));
    expect(view).toMatchObject({ authKind: 'smart', smart: { clientId: 'lightbox-app', scope: null } });
    await stop(first);
    const text = await decrypted(directory);
    expect(text).toContain('CREATE TABLE settings');
    for (const secret of ['accessToken', 'refreshToken', 'eyJ', server.baseUrl]) expect(text).not.toContain(secret);
    const again = await start(directory);
    expect(again.workspace.connections.current()).toStrictEqual(view);
    await again.workspace.sync.runUntilIdle();
    expect(again.workspace.sync.status()).toMatchObject({ link: 'online', failure: null });
  });

  it('that an earlier Lightbox left unsealed are sealed when it starts, and nothing of them stays on the disk', async () => {
    const server = await startTestServer();
    const directory = await temporaryDirectory();
    const longToken = `secret-${'0123456789'.repeat(800)}`;
    const requests: readonly ConnectionRequest[] = [credentials(server), { ...smart(server), auth: { kind: 'token', token: longToken } }];
    for (const request of requests) {
      const before = await start(directory);
      await before.workspace.cache.saveSetting('connection', { kind: 'fhir', request });
      await stop(before);
      const secret = request.auth.kind === 'token' ? longToken.slice(-100) : server.clientSecret;
      expect(await decrypted(directory)).toContain(secret);
      const after = await start(directory);
      expect(after.workspace.connections.current()).toMatchObject({ baseUrl: server.baseUrl, authKind: request.auth.kind });
      await stop(after);
      expect(await decrypted(directory)).not.toContain(secret);
      expect(await stored(directory)).toMatchObject({ kind: 'sealed' });
    }
  });

  it('sealed for another place or changed by a bit do not open, and are kept', async () => {
    const server = await startTestServer();
    const directory = await temporaryDirectory();
    const first = await start(directory);
    unwrap(await first.workspace.connections.connect(credentials(server)));
    const { cache } = first.workspace;
    const sealed = (await cache.setting('connection')) as { readonly sealed: string };
    const bytes = Buffer.from(sealed.sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1);
    const damaged = { ...sealed, sealed: bytes.toString('base64') };
    await cache.saveSetting('connection', damaged);
    await stop(first);
    await expect(openTestWorkspace(directory, (error) => defects.push(error))).rejects.toMatchObject({ failure: { code: 'local.database-corrupt' } });
  });

  it('are not given to the window', async () => {
    const server = await startTestServer();
    const { workspace } = await start(await temporaryDirectory());
    const proxy = { url: 'http://proxy.hospital.test:3128', username: 'ward', password: 'proxy-secret' };
    const view = JSON.stringify(unwrap(await workspace.connections.connect({ ...credentials(server), network: { proxy } })));
    expect(view).toContain('proxy.hospital.test');
    for (const secret of [server.clientSecret, 'proxy-secret']) expect(view).not.toContain(secret);
  });
});

describe('a sign-in that ends', () => {
  it('lets work wait without using up tries, says so, and goes on after signing in again', async () => {
    let now = Date.now();
    const server = await startTestServer({ now: () => now });
    await server.put(patient);
    await server.put({ ...media, id: 'm1' });
    const directory = await temporaryDirectory();
    let doors = allowing(server);
    const { workspace } = await start(directory, (url) => doors(url));
    const { connections, sync, cache } = workspace;
    unwrap(await connections.connect(smart(server)));
    await sync.runUntilIdle();
    const [held] = await cache.patients('');
    const [picture] = await cache.mediaOfPatient(held?.id ?? '');
    const { deviceName = null } = unwrap(await workspace.mediaDetail(picture?.id ?? '')).resource;
    unwrap(await workspace.editMedia({ mediaId: picture?.id ?? '', edit: { element: 'deviceName', from: deviceName, to: 'Camera 2' } }));

    // At the hospital both the access token and the refresh token end.
    now += 31 * 24 * hour;
    await sync.runUntilIdle();
    await sync.runUntilIdle();
    expect(sync.status()).toMatchObject({ link: 'signed-out', failure: { code: 'server.unauthorized' } });
    expect(await cache.outbox()).toMatchObject([{ state: 'pending', attempts: 0 }]);

    doors = async () => fail('local.no-browser');
    expect(await connections.signIn()).toStrictEqual(fail('local.no-browser'));
    expect(sync.status().link).toBe('signed-out');
    doors = allowing(server);
    unwrap(await connections.signIn());
    await sync.runUntilIdle();
    expect(sync.status()).toMatchObject({ link: 'online', failure: null });
    expect(await cache.outbox()).toMatchObject([{ state: 'confirmed' }]);
    const answer = await server.request('Media/m1', { headers: { authorization: `Bearer ${await fetchToken(server)}` } });
    expect(await answer.json()).toMatchObject({ deviceName: 'Camera 2' });
  });

  it('renewed keeps the new tokens over a restart', async () => {
    let now = Date.now();
    const server = await startTestServer({ now: () => now });
    const directory = await temporaryDirectory();
    const first = await start(directory, allowing(server));
    unwrap(await first.workspace.connections.connect(smart(server)));
    for (let round = 0; round < 3; round += 1) {
      now += 2 * hour;
      const workspace = round === 0 ? first : await start(directory);
      await workspace.workspace.sync.runUntilIdle();
      expect(workspace.workspace.sync.status()).toMatchObject({ link: 'online' });
      await stop(workspace);
    }
  });

  it('waits for a person until told to stop; locking stops it, too', async () => {
    const server = await startTestServer();
    const opened: URL[] = [];
    const started = await start(await temporaryDirectory(), async (url) => {
      opened.push(url);
      return succeed(undefined);
    });
    const { connections } = started.workspace;
    const first = connections.connect(smart(server));
    await expect.poll(() => opened.length).toBe(1);
    connections.cancelSignIn();
    expect(await first).toStrictEqual(fail('local.cancelled'));
    expect(connections.current()).toBeNull();
    const second = connections.connect(smart(server));
    await expect.poll(() => opened.length).toBe(2);
    const third = connections.connect(smart(server));
    expect(await second).toStrictEqual(fail('local.cancelled'));
    await expect.poll(() => opened.length).toBe(3);
    await stop(started);
    expect(await third).toStrictEqual(fail('local.cancelled'));
  });

  it('is not needed to test a connection: what the server says of itself is reported', async () => {
    const server = await startTestServer();
    const { workspace } = await start(await temporaryDirectory(), allowing(server));
    expect(await workspace.connections.test(smart(server))).toMatchObject({ ok: true, value: { dialect: 'fhir', signedIn: false } });
    unwrap(await workspace.connections.connect(smart(server)));
    expect(unwrap(await workspace.connections.test(smart(server)))).not.toHaveProperty('signedIn');
  });
});
