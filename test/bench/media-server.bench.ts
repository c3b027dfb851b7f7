import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openDatabase } from '../../electron/mediaServer/store/openDatabase.ts';
import { ResourceStore } from '../../electron/mediaServer/store/resourceStore.ts';

/**
 * What the Media API serves: reads and searches over 100,000 Media, and uploads against a raw Node http server that writes files, in the
 * same run; how much memory the server takes while 100 MB stream in and out. Server and client share the machine, as they do on a workstation.
 * The raw server answers when the operating system has the bytes; ours when they are encrypted and on the disk for good.
 */
const mediaCount = Number(process.env['LIGHTBOX_BENCH_MEDIA'] ?? 100_000);
const patientCount = 1000;
const asideClients = 8;
const megabyte = 1_000_000;

const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
const key = new Uint8Array(32).fill(9);
const entry = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const filled = fill();
const server = fork(entry('electron/mediaServer/process.ts'), { serialization: 'advanced' });
server.send({ kind: 'start', dataDirectory: folder, key, port: 0, seed: false, demoMediaDirectory: folder });
const started = z.object({ baseUrl: z.string(), tokenUrl: z.string(), clientId: z.string(), clientSecret: z.string() }).parse(await firstMessage(server));
const files = fork(entry('test/support/children/fileServer.ts'), [folder]);
const { port: filePort } = z.object({ port: z.number() }).parse(await firstMessage(files));
const agent = new Agent({ keepAlive: true, maxSockets: asideClients });
// Several, because each may ask only so much in a minute.
const tokens = await Promise.all(Array.from({ length: 40 }, signIn));

console.log(`${String(mediaCount)} Media of ${String(patientCount)} patients, written at ${filled.toFixed(0)} a second; ${String(asideClients)} clients at once\n`);
console.log('| | a second | median ms | 99th ms |\n|---|---|---|---|');
await row('read one', 4000, (run) => `Media/m${String((run * 7919) % mediaCount)}`);
await row('search by patient', 2000, (run) => `Media?patient=p${String((run * 31) % patientCount)}&_count=20`);
await row('search by identifier', 3000, (run) => `Media?identifier=urn:bench%7C${String((run * 7919) % mediaCount)}`);
await row('search by patient, modality and date, sorted', 2000, (run) => `Media?patient=p${String((run * 31) % patientCount)}&modality=XC&created=ge2026-01&_sort=-created`);
await row('newest 20 of all', 1000, () => 'Media?_sort=-_lastUpdated&_count=20');
await row('newest 20 by status and body site', 1000, (run) => `Media?status=completed&site=site${String(run % 40)}&_sort=-_lastUpdated&_count=20`);
await row('a rare code among all', 2000, () => 'Media?view=rare&_count=20');
await row('all sorted by created', 16, () => 'Media?_sort=-created&_count=20');

let settled = 0;
console.log('\n| upload | media server MB/s | file server MB/s | times |\n|---|---|---|---|');
for (const [size, warm, runs] of [[2, 10, 60], [100, 1, 4]] as const) {
  const bytes = Buffer.alloc(size * megabyte, 'lightbox');
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = -warm; run < runs; run += 1) {
    const taken = [await upload(new URL(`${started.baseUrl}/Binary/b${String(size)}-${String(run + warm)}`), bytes), await upload(new URL(`http://127.0.0.1:${String(filePort)}/`), bytes)] as const;
    settle();
    // As with the searches, both are warm before it counts.
    if (run < 0) continue;
    ours.push(taken[0]);
    theirs.push(taken[1]);
  }
  const rate = (times: readonly number[]) => (size * 1000) / quantile(times, 0.5);
  console.log(`| ${String(size)} MB | ${rate(ours).toFixed(0)} | ${rate(theirs).toFixed(0)} | ${(rate(ours) / rate(theirs)).toFixed(2)} |`);
}

const idle = residentMegabytes(server);
let most = idle;
let streaming = true;
const watch = (async () => {
  while (streaming) {
    most = Math.max(most, residentMegabytes(server));
    await delay(5);
  }
})();
await upload(new URL(`${started.baseUrl}/Binary/streamed`), Buffer.alloc(100 * megabyte, 'lightbox'));
await get('Binary/streamed', 0);
streaming = false;
await watch;
console.log(`\nmemory: ${idle.toFixed(0)} MB before, at most ${most.toFixed(0)} MB while 100 MB stream in and out: ${(most - idle).toFixed(0)} MB more`);

agent.destroy();
server.send({ kind: 'stop' });
await once(server, 'exit');
files.disconnect();
rmSync(folder, { recursive: true, force: true });

/** @returns Media a second. */
function fill(): number {
  const database = openDatabase(folder, key);
  const store = new ResourceStore(database, Date.now, () => '');
  const start = performance.now();
  store.transaction(() => {
    for (let index = 0; index < patientCount; index += 1) store.write('Patient', `p${String(index)}`, JSON.stringify({ resourceType: 'Patient', name: [{ family: `Family${String(index)}` }] }));
  });
  for (let from = 0; from < mediaCount; from += 1000) {
    store.transaction(() => {
      for (let index = from; index < Math.min(from + 1000, mediaCount); index += 1) store.write('Media', `m${String(index)}`, JSON.stringify(media(index)));
    });
  }
  const rate = (mediaCount * 1000) / (performance.now() - start);
  database.close();
  return rate;
}

function media(index: number): object {
  return {
    resourceType: 'Media', identifier: [{ system: 'urn:bench', value: String(index) }], status: 'completed',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: 'image', display: 'Image' }] },
    modality: { coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: index % 3 === 0 ? 'DX' : 'XC', display: 'External-camera Photography' }] },
    ...(index === 70_000 % mediaCount ? { view: { coding: [{ code: 'rare' }] } } : {}),
    subject: { reference: `Patient/p${String(index % patientCount)}` }, createdDateTime: new Date(Date.UTC(2025, 0, 1) + index * 400_000).toISOString(),
    bodySite: { coding: [{ system: 'http://snomed.info/sct', code: `site${String(index % 40)}`, display: 'Left lower leg' }] },
    content: { contentType: 'image/jpeg', url: `Binary/${String(index)}`, size: 1_000_000, hash: 'A'.repeat(28), title: `Picture ${String(index)}` },
    note: [{ authorString: 'Bench', time: '2026-01-01T00:00:00Z', text: 'granulation tissue, '.repeat(45) }],
  };
}

async function firstMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}

async function signIn(): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: started.clientId, client_secret: started.clientSecret });
  const response = await fetch(started.tokenUrl, { method: 'POST', body });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

async function row(what: string, count: number, path: (run: number) => string): Promise<void> {
  for (let run = 0; run < Math.min(count, 100); run += 1) await get(path(run), run);
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: asideClients }, async () => {
      while (next < count) {
        const run = next;
        next += 1;
        const before = performance.now();
        await get(path(run), run);
        times.push(performance.now() - before);
      }
    }),
  );
  const rate = (count * 1000) / (performance.now() - start);
  console.log(`| ${what} | ${rate.toFixed(0)} | ${quantile(times, 0.5).toFixed(1)} | ${quantile(times, 0.99).toFixed(1)} |`);
}

function quantile(times: readonly number[], at: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

async function get(path: string, run: number): Promise<void> {
  const asked = request(`${started.baseUrl}/${path}`, { agent, headers: { authorization: `Bearer ${String(tokens[run % tokens.length])}` } });
  asked.end();
  await answered(asked, 200);
}

/** @returns milliseconds. */
async function upload(url: URL, bytes: Uint8Array): Promise<number> {
  const start = performance.now();
  const sent = request(url, { agent, method: 'PUT', headers: { authorization: `Bearer ${String(tokens[0])}`, 'content-type': 'image/jpeg', 'content-length': bytes.byteLength } });
  sent.end(bytes);
  await answered(sent, 201);
  return performance.now() - start;
}

/** What the raw server left to the operating system is written now: else the next upload to ours would wait for it. */
function settle(): void {
  settled += 1;
  const file = openSync(join(folder, `upload-${String(settled)}`), 'r');
  fsyncSync(file);
  closeSync(file);
}

async function answered(sent: ReturnType<typeof request>, status: number): Promise<void> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== status) throw new Error(`answered ${String(response.statusCode)}`);
}

function residentMegabytes(child: ChildProcess): number {
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024) / megabyte;
}
