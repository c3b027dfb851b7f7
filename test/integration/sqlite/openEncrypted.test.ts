import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, type Migration } from '../../../electron/sqlite/migrate.ts';
import { openEncrypted, type EncryptedDatabase } from '../../../electron/sqlite/openEncrypted.ts';
import { storageFailure } from '../../../electron/storage/storageFailure.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const key = new Uint8Array(32).fill(5);

async function freshFile(): Promise<string> {
  return join(await temporaryDirectory(), 'folder', 'some.db');
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return storageFailure(error)?.code ?? `not about storage: ${String(error)}`;
  }
  return 'nothing went wrong';
}

describe('an encrypted database', () => {
  it('is opened with the settings durability and secrecy stand on', async () => {
    const database = openEncrypted({ file: await freshFile(), key });
    const settings = ['journal_mode', 'synchronous', 'temp_store', 'foreign_keys', 'cell_size_check', 'cipher', 'secure_delete'];
    expect(settings.map((name) => [name, database.pragma(name, { simple: true })])).toEqual([
      ['journal_mode', 'wal'], ['synchronous', 2], ['temp_store', 2], ['foreign_keys', 1], ['cell_size_check', 1], ['cipher', 'aegis'], ['secure_delete', 1],
    ]);
    database.close();
  });

  it('gives its rows to the same key only, and shows nothing of them on the disk, the log included', async () => {
    const file = await freshFile();
    const secret = `secret ${randomUUID()}`;
    const database = openEncrypted({ file, key });
    database.exec('CREATE TABLE notes (text TEXT) STRICT');
    database.prepare('INSERT INTO notes VALUES (?)').run(secret);
    const folder = join(file, '..');
    expect(readdirSync(folder).sort()).toEqual(['some.db', 'some.db-shm', 'some.db-wal']);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      for (const trace of [secret, 'SQLite format', 'CREATE TABLE']) expect(bytes.includes(trace), `${trace} in ${name}`).toBe(false);
    }
    database.close();
    expect(codeOf(() => openEncrypted({ file, key: new Uint8Array(32).fill(6) }))).toBe('local.database-corrupt');
    const again = openEncrypted({ file, key });
    expect(again.prepare('SELECT text FROM notes').pluck().all()).toEqual([secret]);
    again.close();
  });

  it('is not opened where something else stands', async () => {
    const directory = await temporaryDirectory();
    expect(codeOf(() => openEncrypted({ file: directory, key }))).toBe('local.read-only');
    const file = join(directory, 'plain.txt');
    writeFileSync(file, 'not a database '.repeat(500));
    expect(codeOf(() => openEncrypted({ file, key }))).toBe('local.database-corrupt');
    expect(readFileSync(file, 'utf8')).toBe('not a database '.repeat(500));
  });

  it('takes a key of 32 bytes and no other', async () => {
    const file = await freshFile();
    expect(() => openEncrypted({ file, key: new Uint8Array(16) })).toThrow(RangeError);
  });

  it('says that it is in use while another connection writes', async () => {
    const file = await freshFile();
    const [one, two] = [openEncrypted({ file, key }), openEncrypted({ file, key })];
    two.pragma('busy_timeout=0');
    one.exec('CREATE TABLE t (x) ; BEGIN IMMEDIATE; INSERT INTO t VALUES (1)');
    expect(codeOf(() => two.exec('INSERT INTO t VALUES (2)'))).toBe('local.in-use');
    one.close();
    two.close();
  });
});

describe('migrations', () => {
  const first: Migration = { name: '0001-first', run: (database) => database.exec('CREATE TABLE t (x TEXT) STRICT') };
  const second: Migration = { name: '0002-upper', run: (database) => database.exec('UPDATE t SET x = upper(x); ALTER TABLE t ADD COLUMN y INTEGER') };
  const broken: Migration = {
    name: '0002-broken',
    run: (database) => {
      database.exec("INSERT INTO t VALUES ('half')");
      throw new Error('a bug in a migration');
    },
  };
  const versionOf = (database: EncryptedDatabase) => database.pragma('user_version', { simple: true });

  it('run once each, on the rows of the version before', async () => {
    const database = openEncrypted({ file: await freshFile(), key });
    migrate(database, [first]);
    database.exec("INSERT INTO t VALUES ('kept')");
    migrate(database, [first, second]);
    migrate(database, [first, second]);
    expect(database.prepare('SELECT * FROM t').all()).toEqual([{ x: 'KEPT', y: null }]);
    expect(versionOf(database)).toBe(2);
    database.close();
  });

  it('that fail leave the version before, whole', async () => {
    const database = openEncrypted({ file: await freshFile(), key });
    migrate(database, [first]);
    expect(() => {
      migrate(database, [first, broken]);
    }).toThrow('a bug in a migration');
    expect(versionOf(database)).toBe(1);
    expect(database.prepare('SELECT count(*) FROM t').pluck().get()).toBe(0);
    migrate(database, [first, second]);
    expect(versionOf(database)).toBe(2);
    database.close();
  });

  it('refuse a database from the future', async () => {
    const database = openEncrypted({ file: await freshFile(), key });
    migrate(database, [first, second]);
    expect(codeOf(() => {
      migrate(database, [first]);
    })).toBe('local.database-newer');
    expect(versionOf(database)).toBe(2);
    database.close();
  });
});
