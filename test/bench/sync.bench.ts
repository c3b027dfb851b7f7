import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openBlobStore } from '../../electron/blobs/openBlobStore.ts';
import { migrations } from '../../electron/cache/migrations/migrations.ts';
import { openCache } from '../../electron/cache/openCache.ts';
import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { migrate } from '../../electron/sqlite/migrate.ts';
import { openEncrypted } from '../../electron/sqlite/openEncrypted.ts';
import { forEachBounded } from '../../electron/sync/forEachBounded.ts';
import { createSyncEngine } from '../../electron/sync/syncEngine.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';
import { benchMedia, startFilledMediaServer } from './filledMediaServer.ts';

/**
 * What sync costs, each figure against the least that could be done, in the same run: a first pull against rows put into the same encrypted
 * tables with nothing around and against PouchDB, and a morning's photographs sent and proven against a loop that only puts their bytes, and
 * against ones that read them back and hash them, too, one after the other and so many at a time as sync sends: a proof takes the bytes over
 * the line twice, whoever makes it.
 */
const perPatient = 100;
const rawPage = 500;
const photos = Number(process.env['LIGHTBOX_BENCH_PHOTOS'] ?? 200);
const photoBytes = 2_000_000;
/** electron/sync/pusher.ts: of large files. */
const atATime = 3;

// Before the pulls, which leave their own rows in the memory that is measured.
console.log(`| ${String(photos)} photos of ${String(photoBytes / 1e6)} MB | MB/s sent and proven | raw PUT loop MB/s | times | raw PUT, read back and hash MB/s | times | ${String(atATime)} at a time MB/s | times | most memory of the main side, MB |\n|---|---|---|---|---|---|---|---|---|`);
await drain();
console.log('\n| first pull of | rows a second | raw inserts a second | times | raw inserts and search index | times | PouchDB, from memory into LevelDB | times |\n|---|---|---|---|---|---|---|---|');
for (const media of (process.env['LIGHTBOX_BENCH_PULL'] ?? '10000,100000').split(',').map(Number)) await pull(media);

async function openStation(connection: ConnectionRequest) {
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
  const workerEntry = fileURLToPath(new URL('../../electron/cache/cacheWorker.ts', import.meta.url));
  const cache = unwrap(await openCache({ file: join(folder, 'cache.db'), key: randomBytes(32), highWaterKey: randomBytes(32), workerEntry }));
  const blobs = unwrap(await openBlobStore({ directory: join(folder, 'blobs'), key: randomBytes(32) }));
  const engine = createSyncEngine({ chart: unwrap(openFhirChart(connection)), store: cache, blobs, offline: true, onChange: () => undefined });
  const close = async () => {
    await engine.stop();
    blobs.close();
    await cache.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { cache, blobs, engine, close };
}

async function pull(media: number): Promise<void> {
  const patients = Math.max(1, media / perPatient);
  const server = await startFilledMediaServer({ patients, media });
  const { cache, engine, close } = await openStation(server.connection);
  await engine.start();
  const started = performance.now();
  engine.setOffline(false);
  while (engine.status().lastPullAt === null) await delay(20);
  const pulled = (media * 1000) / (performance.now() - started);
  const arrived = (await cache.counts()).media;
  if (arrived !== media) throw new Error(`${String(arrived)} of ${String(media)} came`);
  await close();
  await server.stop();
  const [plain, indexed, peer] = [rawInserts(media, false), rawInserts(media, true), replicatedByPouch(media)];
  console.log(`| ${String(media)} | ${pulled.toFixed(0)} | ${plain.toFixed(0)} | ${(pulled / plain).toFixed(2)} | ${indexed.toFixed(0)} | ${(pulled / indexed).toFixed(2)} | ${peer.toFixed(0)} | ${(pulled / peer).toFixed(2)} |`);
}

/** The same documents replicated by PouchDB, in a process of its own; what it needs is installed at the first run. @returns rows a second. */
function replicatedByPouch(media: number): number {
  const folder = fileURLToPath(new URL('pouchdb', import.meta.url));
  if (!existsSync(join(folder, 'node_modules'))) execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  return Number(execFileSync(process.execPath, [join(folder, 'replicate.mjs'), String(media)]).toString());
}

/** The same rows into the same encrypted tables: prepared statements, transactions of the size of a page. @returns rows a second. */
function rawInserts(media: number, withSearch: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
  const database = openEncrypted({ file: join(folder, 'raw.db'), key: randomBytes(32) });
  migrate(database, migrations);
  const meta = { versionId: '1', lastUpdated: new Date().toISOString() };
  const rows = Array.from({ length: media }, (_, index) => ({ ...benchMedia(index, Math.max(1, media / perPatient)), id: `m${String(index)}`, meta, uuid: randomUUID() }));
  const insert = database.prepare('INSERT INTO media (id, server_id, version_id, current, base, taken_at, proven_at) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const index = database.prepare('INSERT INTO media_search (rowid, title, body_site, modality, notes, device, reason, patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const started = performance.now();
  for (let from = 0; from < media; from += rawPage) {
    database.transaction(() => {
      for (const { uuid, ...resource } of rows.slice(from, from + rawPage)) {
        const text = JSON.stringify(resource);
        const { lastInsertRowid } = insert.run(uuid, resource.id, '1', text, text, Date.parse(resource.createdDateTime), 0);
        if (withSearch) index.run(lastInsertRowid, resource.content.title, 'Left lower leg', 'External-camera Photography', resource.note[0]?.text, '', '', 'Family1');
      }
    })();
  }
  const rate = (media * 1000) / (performance.now() - started);
  database.close();
  rmSync(folder, { recursive: true, force: true });
  return rate;
}

async function drain(): Promise<void> {
  const server = await startFilledMediaServer({ patients: 20, media: 0 });
  const { cache, blobs, engine, close } = await openStation(server.connection);
  await engine.start();
  engine.setOffline(false);
  await engine.runUntilIdle();
  engine.setOffline(true);
  const patients = await cache.patientsToPull();
  for (let photo = 0; photo < photos; photo += 1) {
    const patient = patients[photo % patients.length];
    if (!patient) throw new Error('no patient');
    const bytes = randomBytes(photoBytes);
    const content = unwrap(await blobs.write(bytes));
    const media: Media = {
      resourceType: 'Media', status: 'completed', subject: { reference: `Patient/${patient.serverId}` }, createdDateTime: new Date().toISOString(),
      content: { contentType: 'image/jpeg', size: content.size, hash: createHash('sha1').update(bytes).digest('base64') },
    };
    unwrap(await cache.recordCapture({ id: randomUUID(), patientId: patient.patientId, media, at: Date.now(), content, thumbnailSha256: null }));
  }
  const raw = await rawPuts(server.connection, { readBack: false, ways: 1 });
  const readBack = await rawPuts(server.connection, { readBack: true, ways: 1 });
  const together = await rawPuts(server.connection, { readBack: true, ways: atATime });
  let most = 0;
  const started = performance.now();
  engine.setOffline(false);
  while ((await cache.counts()).outbox.confirmed < photos) {
    most = Math.max(most, process.memoryUsage.rss() / 1e6);
    await delay(20);
  }
  const rate = (photos * photoBytes) / 1000 / (performance.now() - started);
  await close();
  await server.stop();
  console.log(`| | ${rate.toFixed(0)} | ${raw.toFixed(0)} | ${(rate / raw).toFixed(2)} | ${readBack.toFixed(0)} | ${(rate / readBack).toFixed(2)} | ${together.toFixed(0)} | ${(rate / together).toFixed(2)} | ${most.toFixed(0)} |`);
}

/** So many ways at a time, each with a connection of its own, answers waited for. @param readBack and hash what was put, as a proof has to. @returns MB/s of what was put. */
async function rawPuts({ baseUrl, auth }: ConnectionRequest, { readBack, ways }: { readonly readBack: boolean; readonly ways: number }): Promise<number> {
  if (auth.kind !== 'client-credentials') throw new Error('no credentials');
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: auth.clientId, client_secret: auth.clientSecret });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await (await fetch(auth.tokenUrl, { method: 'POST', body })).json());
  const agent = new Agent({ keepAlive: true, maxSockets: ways });
  const bytes = randomBytes(photoBytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const started = performance.now();
  await forEachBounded(Array.from({ length: photos }, (_, photo) => photo), ways, async (photo) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg', 'content-length': bytes.byteLength };
    const url = `${baseUrl}/Binary/raw${String(photo)}.${String(ways)}${readBack ? '.read' : ''}`;
    const sent = request(url, { agent, method: 'PUT', headers });
    sent.end(bytes);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    if (response.statusCode !== 201) throw new Error(`answered ${String(response.statusCode)}`);
    if (readBack && (await sha256At(url, agent, token)) !== sha256) throw new Error('other bytes came back');
  });
  const rate = (photos * photoBytes) / 1000 / (performance.now() - started);
  agent.destroy();
  return rate;
}

async function sha256At(url: string, agent: Agent, token: string): Promise<string> {
  const asked = request(url, { agent, headers: { authorization: `Bearer ${token}` } });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const hash = createHash('sha256');
  for await (const chunk of response) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
