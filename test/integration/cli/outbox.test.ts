import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openWithPassphrase } from '../../../electron/keys/keyRing.ts';
import { openEncrypted } from '../../../electron/sqlite/openEncrypted.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { groupEntries } from '../../../shared/ipc/syncGroups.ts';
import { exportManifestSchema, type ExportManifest } from '../../../shared/sync/exportManifest.ts';
import { connectArguments, passphrase, runCommand, runMediaServer, type RunningServer } from '../../support/commandLine.ts';
import { withHandlers } from '../../support/commandSession.ts';

/** One data directory, in the order of the tests: filled, held back, counted, written out, and at last damaged. */

let server: RunningServer;
let folder: string;
let data: string;
let bytes: Buffer;

beforeAll(async () => {
  server = await runMediaServer();
  folder = await mkdtemp(join(tmpdir(), 'lightbox-outbox-'));
  data = join(folder, 'data');
  bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#a05a4a' } }).jpeg().toBuffer();
  expect(await runCommand(['connect', '--data', data, ...connectArguments(server)])).toMatchObject({ code: 0 });
  expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function addPicture(name: string, background: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, background === '' ? bytes : await sharp({ create: { width: 64, height: 48, channels: 3, background } }).jpeg().toBuffer());
  expect(await runCommand(['import', file, '--data', data, '--patient', 'demo-child'])).toMatchObject({ code: 0 });
}

async function expectWhole(target: string, manifest: ExportManifest): Promise<void> {
  expect(manifest.works).toMatchObject([{ operations: ['create'], content: { whole: true, size: bytes.byteLength } }]);
  const [work] = manifest.works;
  expect((await readFile(join(target, work?.content?.file ?? ''))).equals(bytes)).toBe(true);
  expect(JSON.parse(await readFile(join(target, work?.media ?? ''), 'utf8'))).toMatchObject({ resourceType: 'Media', subject: { reference: 'Patient/demo-child' } });
  // With the system's own tool, as the person who gets the folder has it.
  await expect(promisify(execFile)('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: target })).resolves.toMatchObject({ stderr: '' });
}

it('nothing waits at first; what waits is listed, without a word about whose it is unless that is asked for', async () => {
  expect(await runCommand(['outbox', '--data', data])).toMatchObject({ code: 0, document: { entries: [] } });
  await addPicture('heel.jpg', '');
  const listed = await runCommand(['outbox', '--data', data]);
  expect(listed).toMatchObject({ code: 0, document: { entries: [{ operation: 'create', state: 'pending', sizeBytes: bytes.byteLength, bytesToSend: bytes.byteLength, hold: null, failure: null }] } });
  const name = await withHandlers({ dataDirectory: data }, async (handlers) => unwrap(await handlers['sync.entries'](undefined))[0]?.patient?.name ?? '');
  expect(name).not.toBe('');
  expect(JSON.stringify(listed.document)).not.toContain(name.split(',')[0]);
  expect(await runCommand(['outbox', '--data', data, '--with-names'])).toMatchObject({ document: { entries: [{ patient: name }] } });
});

it('the command line obeys what was paused in the window, and counts as the sync centre does', async () => {
  await withHandlers({ dataDirectory: data }, async (handlers) => {
    const [entry] = unwrap(await handlers['sync.entries'](undefined));
    unwrap(await handlers['sync.hold']({ sequence: entry?.sequence ?? 0, hold: true }));
    unwrap(await handlers['sync.pause']({ paused: true }));
  });
  await addPicture('toe.jpg', '#405a4a');
  expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 1, document: { pause: { paused: true }, onItsWay: 2, doneToday: 0, failure: null } });
  await withHandlers({ dataDirectory: data }, async (handlers) => {
    unwrap(await handlers['sync.pause']({ paused: false }));
  });
  const synced = await runCommand(['sync', '--data', data]);
  expect(synced).toMatchObject({ code: 1, document: { waiting: [{ hold: 'person', state: 'pending' }] } });
  const centre = await withHandlers({ dataDirectory: data }, async (handlers) => {
    const { counts, patients, media, contentMissing } = unwrap(await handlers['sync.status'](undefined));
    const groups = groupEntries(unwrap(await handlers['sync.entries'](undefined)), new Date().setHours(0, 0, 0, 0));
    return { outbox: counts, patients, media, contentMissing, needsYou: groups['needs-you'].length, onItsWay: groups['on-its-way'].length, doneToday: groups.done.length };
  });
  expect(synced.document).toMatchObject(centre);
  expect(centre).toMatchObject({ needsYou: 0, onItsWay: 1, doneToday: 1, outbox: { pending: 1, confirmed: 1 } });
});

it('what the window exports is what the command line exports', async () => {
  const chosen = join(folder, 'chosen');
  await mkdir(chosen);
  const report = await withHandlers({ dataDirectory: data, folder: chosen }, async (handlers) => unwrap(await handlers['sync.export']({ sequences: null })));
  expect(report).toMatchObject({ media: 1, incomplete: 0 });
  const [made = ''] = await readdir(chosen);
  expect(report?.folder).toBe(join(chosen, made));
  const fromWindow = exportManifestSchema.parse(JSON.parse(await readFile(join(chosen, made, 'manifest.json'), 'utf8')));
  await expectWhole(join(chosen, made), fromWindow);
  expect(await withHandlers({ dataDirectory: data }, async (handlers) => unwrap(await handlers['sync.export']({ sequences: null })))).toBeNull();

  const target = join(folder, 'first');
  const done = await runCommand(['outbox', '--data', data, '--export', target]);
  expect(done.code).toBe(0);
  const fromCommand = exportManifestSchema.parse(JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8')));
  await expectWhole(target, fromCommand);
  expect(fromCommand.works).toStrictEqual(fromWindow.works);
  // Another export is not laid over it.
  expect(await runCommand(['outbox', '--data', data, '--export', target])).toMatchObject({ code: 1, document: { error: { code: 'data.invalid-input' } } });
});

it('a database of a newer Lightbox is refused, and what is not proven comes out of it all the same', async () => {
  const keys = unwrap(await openWithPassphrase({ directory: data, passphrase }));
  const setVersion = (wanted: number | undefined) => {
    const database = openEncrypted({ file: join(data, 'lightbox.db'), key: keys.key('database') });
    const version = z.number().parse(database.pragma('user_version', { simple: true }));
    if (wanted !== undefined) database.pragma(`user_version = ${String(wanted)}`);
    database.close();
    return version;
  };
  const version = setVersion(9999);
  expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 1, document: { error: { code: 'local.database-newer' } } });
  expect(await runCommand(['outbox', '--data', data])).toMatchObject({ code: 1, document: { works: [{ operations: ['create'] }] } });
  const target = join(folder, 'newer');
  expect(await runCommand(['outbox', '--data', data, '--export', target])).toMatchObject({ code: 0 });
  await expectWhole(target, exportManifestSchema.parse(JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'))));
  setVersion(version);
  keys.lock();
});

it('so it does when the database is damaged, and the damage stays as it is', async () => {
  const database = join(data, 'lightbox.db');
  const damaged = Buffer.alloc((await readFile(database)).byteLength, 'x');
  await writeFile(database, damaged);
  expect(await runCommand(['list', '--data', data])).toMatchObject({ code: 1, document: { error: { code: 'local.database-corrupt' } } });
  expect(await runCommand(['outbox', '--data', data])).toMatchObject({ code: 1, document: { works: [{ operations: ['create'] }], damage: { code: 'local.database-corrupt' } } });
  const target = join(folder, 'damaged');
  const done = await runCommand(['outbox', '--data', data, '--export', target]);
  expect(done).toMatchObject({ code: 0, document: { damage: { code: 'local.database-corrupt' } } });
  await expectWhole(target, exportManifestSchema.parse(JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'))));
  expect((await readFile(database)).equals(damaged)).toBe(true);
});
