import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { resources } from '../../../electron/mediaServer/store/migrations/0001-resources.ts';
import { searchWhole } from '../../../electron/mediaServer/store/migrations/0002-search-whole.ts';
import { signIn } from '../../../electron/mediaServer/store/migrations/0003-sign-in.ts';
import { migrate, type Migration } from '../../../electron/sqlite/migrate.ts';
import { openEncrypted, type EncryptedDatabase } from '../../../electron/sqlite/openEncrypted.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { fetchToken, idsOf, media, startTestServer, testKey } from './startTestServer.ts';

/** A data directory as a server of an earlier version left it. */
async function left(migrations: readonly Migration[], fill: (database: EncryptedDatabase) => void): Promise<string> {
  const dataDirectory = await temporaryDirectory();
  const database = openEncrypted({ file: path.join(dataDirectory, 'media-server.sqlite'), key: testKey });
  migrate(database, migrations);
  fill(database);
  database.close();
  return dataDirectory;
}

const instant = 1_767_225_600_000;
const stamped = (resource: object) => JSON.stringify({ ...resource, meta: { versionId: '1', lastUpdated: new Date(instant).toISOString() } });

it('0002: what was there is searched by what is new', async () => {
  const body = stamped({ ...media, id: 'm1', modality: { coding: [{ code: 'XC' }] } });
  const dataDirectory = await left([resources], (database) => {
    database.exec("INSERT INTO resource VALUES (1, 'Media', 'm1', 1, 1767225600000, 0); INSERT INTO search_value VALUES (1, 'patient', 'Patient', 'p1', NULL, NULL)");
    database.prepare('INSERT INTO resource_version VALUES (1, 1, 1767225600000, 0, ?, NULL)').run(body);
  });
  const server = await startTestServer({ dataDirectory });
  expect(idsOf(await server.search('Media?modality=XC&patient=p1&_sort=-status'))).toEqual(['m1']);
  expect(await (await server.request('Media/m1/_history/1')).text()).toBe(body);
  expect((await server.search('Media')).entry).toHaveLength(1);
});

it('0003: the client that was known signs in as before, and what it is given can be revoked', async () => {
  const settings = { clientId: 'lightbox-old', clientSecret: 'an old secret', issuer: 'urn:uuid:old', port: '0' };
  const dataDirectory = await left([resources, searchWhole], (database) => {
    for (const row of Object.entries(settings)) database.prepare('INSERT INTO setting VALUES (?, ?)').run(row);
  });
  const server = await startTestServer({ dataDirectory });
  expect([server.clientId, server.clientSecret]).toEqual([settings.clientId, settings.clientSecret]);
  const [kept, revoked] = [await fetchToken(server), await fetchToken(server)];
  const statusWith = async (token: string) => (await fetch(`${server.baseUrl}/Media`, { headers: { authorization: `Bearer ${token}`, connection: 'close' } })).status;
  expect([await statusWith(kept), await statusWith(revoked)]).toEqual([200, 200]);
  await fetch(server.tokenUrl.replace(/token$/, 'revoke'), { method: 'POST', headers: { connection: 'close' }, body: new URLSearchParams({ token: revoked, client_id: server.clientId, client_secret: server.clientSecret }) });
  expect([await statusWith(kept), await statusWith(revoked)]).toEqual([200, 401]);
  await server.close();
  const again = await startTestServer({ dataDirectory });
  expect((await fetch(`${again.baseUrl}/Media`, { headers: { authorization: `Bearer ${revoked}`, connection: 'close' } })).status).toBe(401);
});

it('0004: bytes in rows are read as before, beside those in files', async () => {
  const [first, second] = [randomBytes(1_048_575), randomBytes(500_000)];
  const bytes = Buffer.concat([first, second]);
  const dataDirectory = await left([resources, searchWhole, signIn], (database) => {
    database.exec(`INSERT INTO resource VALUES (1, 'Binary', 'b1', 1, ${String(instant)}, 0); INSERT INTO blob VALUES (1, ${String(bytes.byteLength)}), (2, 5)`);
    for (const [ordinal, chunk] of [first, second].entries()) database.prepare('INSERT INTO blob_chunk VALUES (1, ?, ?)').run(ordinal, chunk);
    // What an upload that was cut short left behind.
    database.prepare('INSERT INTO blob_chunk VALUES (2, 0, ?)').run(Buffer.from('bytes'));
    database.prepare('INSERT INTO resource_version VALUES (1, 1, ?, 0, ?, 1)').run(instant, stamped({ resourceType: 'Binary', id: 'b1', contentType: 'image/png' }));
  });
  const server = await startTestServer({ dataDirectory });
  const read = async (name: string, headers: Record<string, string> = {}) => Buffer.from(await (await server.request(name, { headers })).arrayBuffer());
  expect((await read('Binary/b1')).equals(bytes)).toBe(true);
  expect((await read('Binary/b1', { range: 'bytes=1048570-1048580' })).equals(bytes.subarray(1_048_570, 1_048_581))).toBe(true);
  const newer = randomBytes(900_000);
  expect((await server.request('Binary/b1', { method: 'PUT', body: newer, headers: { 'content-type': 'image/png' } })).status).toBe(200);
  expect((await read('Binary/b1')).equals(newer)).toBe(true);
  expect((await read('Binary/b1/_history/1')).equals(bytes)).toBe(true);
  await server.close();
  const database = openEncrypted({ file: path.join(dataDirectory, 'media-server.sqlite'), key: testKey });
  expect(database.prepare('SELECT size, file IS NOT NULL AS in_file FROM blob ORDER BY key').all()).toEqual([{ size: bytes.byteLength, in_file: 0 }, { size: 900_000, in_file: 1 }]);
  expect(database.prepare('SELECT DISTINCT blob_key FROM blob_chunk').all()).toEqual([{ blob_key: 1 }]);
  database.close();
});
