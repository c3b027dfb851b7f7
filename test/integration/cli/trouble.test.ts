import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, open, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeFailure } from '../../../shared/errors/describeFailure.ts';
import { failureSchema, type ErrorCode } from '../../../shared/errors/errorCode.ts';
import { openWithPassphrase } from '../../../electron/keys/keyRing.ts';
import { openEncrypted } from '../../../electron/sqlite/openEncrypted.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { connectArguments, passphrase, runCommand, runMediaServer, type CommandResult, type RunningServer } from '../../support/commandLine.ts';
import { makeSmallDisk, smallDisksCanBeMade } from '../../support/smallDisk.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

/** What goes wrong on a workstation: each has its own clear message, and nothing is lost. Real processes, files and disks. */

let server: RunningServer;
/** Connected and synced once; every test spoils a copy. */
let prepared: string;

beforeAll(async () => {
  server = await runMediaServer();
  prepared = await mkdtemp(join(tmpdir(), 'lightbox-prepared-'));
  await runCommand(['connect', '--data', prepared, ...connectArguments(server)]);
  expect(await runCommand(['sync', '--data', prepared])).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await server.stop();
  await rm(prepared, { recursive: true, force: true });
});

async function copy(): Promise<string> {
  const data = join(await temporaryDirectory(), 'data');
  await cp(prepared, data, { recursive: true });
  return data;
}

/** The code for programs, and for people the words the window shows too. */
async function expectFailure(args: readonly string[], code: ErrorCode, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const result = await runCommand(args, environment);
  expect(failureOf(result).code).toBe(code);
  const { wrong, todo } = describeFailure(failureOf(result));
  expect(wrong).not.toBe('');
  expect(todo).not.toBe('');
}

function failureOf(result: CommandResult) {
  expect(result.code).toBe(1);
  return z.object({ error: failureSchema }).parse(result.document).error;
}

async function listed(data: string): Promise<unknown> {
  const result = await runCommand(['list', '--data', data]);
  expect(result.code).toBe(0);
  return result.document;
}

describe('trouble on a workstation', () => {
  it('refuses a wrong passphrase and opens with the right one after it', async () => {
    const data = await copy();
    await expectFailure(['list', '--data', data], 'local.wrong-passphrase', { LIGHTBOX_PASSPHRASE: `${passphrase}!` });
    expect(await listed(data)).toStrictEqual(await listed(prepared));
  });

  it('reports a corrupted database and leaves it untouched', async () => {
    const data = await copy();
    const file = join(data, 'lightbox.db');
    const handle = await open(file, 'r+');
    await handle.write(randomBytes(4096), 0, 4096, 4096);
    await handle.close();
    const before = await sha256(file);
    await expectFailure(['list', '--data', data], 'local.database-corrupt');
    expect(await sha256(file)).toBe(before);
  });

  it('refuses a database of a newer Lightbox and leaves it untouched', async () => {
    const data = await copy();
    const file = join(data, 'lightbox.db');
    const keys = unwrap(await openWithPassphrase({ directory: data, passphrase }));
    const database = openEncrypted({ file, key: keys.key('database') });
    const version = z.number().parse(database.pragma('user_version', { simple: true }));
    database.pragma('user_version = 9999');
    database.close();
    await expectFailure(['list', '--data', data], 'local.database-newer');
    const again = openEncrypted({ file, key: keys.key('database') });
    again.pragma(`user_version = ${String(version)}`);
    again.close();
    expect(await listed(data)).toStrictEqual(await listed(prepared));
  });

  it('refuses a damaged key ring, not the data', async () => {
    const data = await copy();
    const file = join(data, 'key-ring.json');
    const content = await readFile(file, 'utf8');
    await writeFile(file, content.slice(0, content.length / 2));
    await expectFailure(['list', '--data', data], 'local.key-ring-corrupt');
    await writeFile(file, content);
    expect(await listed(data)).toStrictEqual(await listed(prepared));
  });

  it.runIf(smallDisksCanBeMade)('never says saved on a full disk, keeps what was saved, and goes on when there is space', async () => {
    const disk = makeSmallDisk(64);
    try {
      const data = join(disk.directory, 'data');
      await cp(prepared, data, { recursive: true });
      const picture = await largePicture();
      await writeFile(join(disk.directory, 'ballast'), randomBytes(await freeBytes(disk.directory) - 256 * 1024));
      const refused = await runCommand(['import', picture, '--data', data, '--patient', 'xcda']);
      expect(refused.code).toBe(1);
      expect(refused.document).toMatchObject({ files: [{ error: { code: 'local.disk-full' } }] });

      await rm(join(disk.directory, 'ballast'));
      expect(await listed(data)).toStrictEqual(await listed(prepared));
      expect(await runCommand(['import', picture, '--data', data, '--patient', 'xcda'])).toMatchObject({ code: 0 });
      expect(await runCommand(['verify', '--data', data])).toMatchObject({ code: 0, document: { findings: [] } });
    } finally {
      disk.remove();
    }
  });

  it.runIf(smallDisksCanBeMade)('says that a directory is read-only, and opens it when it is not', async () => {
    const disk = makeSmallDisk(64);
    try {
      const data = join(disk.directory, 'data');
      await cp(prepared, data, { recursive: true });
      disk.setReadOnly(true);
      await expectFailure(['list', '--data', data], 'local.read-only');
      disk.setReadOnly(false);
      expect(await listed(data)).toStrictEqual(await listed(prepared));
    } finally {
      disk.remove();
    }
  });

  it('names a port that something else holds', async () => {
    const holder = await holdPort();
    const { port } = z.object({ port: z.number() }).parse(holder.address());
    await expectFailure(['media-server', '--port', String(port)], 'local.port-refused');
    holder.close();
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'data.empty-file'],
    ['a text', Buffer.from('Dear colleague, this is no picture.'), 'data.unsupported-medium'],
    ['the first bytes of a picture', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb', 'hex'), 'data.undecodable'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'data.unsupported-medium'],
  ])('refuses %s by its bytes, whatever its name', async (_name, bytes, code) => {
    const data = await copy();
    const file = join(await temporaryDirectory(), 'wound.jpg');
    await writeFile(file, bytes);
    const imported = await runCommand(['import', file, '--data', data, '--patient', 'xcda']);
    expect(imported).toMatchObject({ code: 1, document: { files: [{ error: { code } }] } });
    expect(await listed(data)).toStrictEqual(await listed(prepared));
  });

  it('tells two at once apart from trouble', async () => {
    const data = await copy();
    const [first, second] = await Promise.all([runCommand(['verify', '--data', data]), runCommand(['verify', '--data', data])]);
    const codes = [first, second].map((result) => (result.code === 0 ? 'opened' : failureOf(result).code));
    expect(codes.toSorted()).toStrictEqual(['local.in-use', 'opened']);
  });
});

async function sha256(file: string): Promise<string> {
  return createHash('sha256').update(await readFile(file)).digest('hex');
}

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** About 3 MB: noise does not compress. */
async function largePicture(): Promise<string> {
  const file = join(await temporaryDirectory(), 'large.png');
  await sharp(randomBytes(1000 * 1000 * 3), { raw: { width: 1000, height: 1000, channels: 3 } }).png().toFile(file);
  return file;
}

async function holdPort(): Promise<Server> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  return holder;
}
