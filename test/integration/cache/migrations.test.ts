import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../electron/cache/migrations/migrations.ts';
import { migrate } from '../../../electron/sqlite/migrate.ts';
import { openEncrypted, type EncryptedDatabase } from '../../../electron/sqlite/openEncrypted.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { databaseKey } from '../../support/testCache.ts';

/** For each migration: rows of the version before it, and what must have become of them. */
const cases: Readonly<Record<string, { readonly before: (database: EncryptedDatabase) => void; readonly after: (database: EncryptedDatabase) => void }>> = {
  '0001-first': {
    before: (database) => {
      expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([]);
    },
    after: (database) => {
      const loose = database
        .prepare<[], string>(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`)
        .pluck()
        .all();
      expect(loose).toEqual([]);
      expect(() => database.exec(`INSERT INTO outbox (media_id, operation, state, recorded_at, next_attempt_at) VALUES ('none', 'create', 'pending', 0, 0)`)).toThrow('FOREIGN KEY');
      database.exec(`INSERT INTO media (id, current) VALUES ('m', '{}')`);
      expect(() => database.exec(`INSERT INTO outbox (media_id, operation, state, recorded_at, next_attempt_at) VALUES ('m', 'create', 'lost', 0, 0)`)).toThrow('CHECK');
    },
  },
  '0002-what-the-chart-does': {
    before: (database) => {
      const media = JSON.stringify({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/gif' } });
      database.prepare(`INSERT INTO media (id, current, content_sha256) VALUES ('m', ?, 'ab')`).run(media);
      const add = database.prepare(`INSERT INTO outbox (media_id, operation, state, attempts, recorded_at, next_attempt_at) VALUES ('m', ?, ?, ?, 1, 1)`);
      for (const [operation, state, attempts] of [['create', 'sending', 0], ['create', 'pending', 2], ['create', 'pending', 0], ['create', 'accepted', 1], ['create', 'confirmed', 1], ['update', 'sending', 0]]) {
        add.run(operation, state, attempts);
      }
    },
    after: (database) => {
      const sent = database.prepare<[], number>('SELECT sent_at IS NOT NULL FROM outbox ORDER BY sequence').pluck().all();
      // Only a creation whose outcome is open is looked for before it is sent again.
      expect(sent).toStrictEqual([1, 1, 0, 0, 0, 0]);
      expect(database.prepare('SELECT id, content_sha256, deviations, losses FROM media').all()).toStrictEqual([{ id: 'm', content_sha256: 'ab', deviations: null, losses: null }]);
      for (const table of ['losses', 'gone_media']) expect(database.prepare(`SELECT * FROM ${table}`).all()).toStrictEqual([]);
    },
  },
  '0003-lean-search': {
    before: (database) => {
      database.exec(`INSERT INTO media (row, id, current) VALUES (7, 'm', '{}'), (8, 'n', '{}')`);
      const index = database.prepare('INSERT INTO media_search (rowid, title, body_site, modality, notes, device, reason, patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
      index.run(7, 'Wound', 'Left lower leg', '', 'granulation follow-up', '', '', 'Ida Quendelbrook');
      index.run(8, 'Ankle', '', '', '', '', '', 'Ida Quendelbrook');
    },
    after: (database) => {
      const find = database.prepare<[string], number>('SELECT rowid FROM media_search WHERE media_search MATCH ? ORDER BY rowid').pluck();
      expect(['"gran"*', '"follow-up"*', '"ida"*', '"w"*', '"nobody"*'].map((words) => find.all(words))).toStrictEqual([[7], [7], [7, 8], [7], []]);
      database.exec('DELETE FROM media_search WHERE rowid = 7');
      expect(find.all('"ida"*')).toStrictEqual([8]);
    },
  },
  '0004-bytes-apart': {
    before: (database) => {
      const add = database.prepare('INSERT INTO media (id, current, base, content_sha256) VALUES (?, ?, ?, ?)');
      const media = (data: string, more = {}) => JSON.stringify({ resourceType: 'Media', status: 'completed', content: { contentType: 'image/gif', data, title: 'A' }, ...more });
      const sha256 = createHash('sha256').update('GIF89a').digest('hex');
      add.run('inside', media('R0lGODlh', { note: [{ text: 'mine' }] }), media('R0lG ODlh'), sha256);
      add.run('other bytes', media('R0lGODlh'), null, 'ab'.repeat(32));
      add.run('never written', media('R0lGODlh'), null, null);
      add.run('by url', JSON.stringify({ resourceType: 'Media', status: 'completed', content: { url: 'Binary/1' } }), null, sha256);
    },
    after: (database) => {
      const content = (column: string) => database.prepare<[], string>(`SELECT json_extract(${column}, '$.content') FROM media ORDER BY row`).pluck().all();
      const sha256 = createHash('sha256').update('GIF89a').digest('hex');
      const apart = `{"contentType":"image/gif","_data":{"id":"bytes-apart:${sha256}"},"title":"A"}`;
      const inside = '{"contentType":"image/gif","data":"R0lGODlh","title":"A"}';
      expect(content('current')).toStrictEqual([apart, inside, inside, '{"url":"Binary/1"}']);
      expect(content('base')).toStrictEqual([apart, null, null, null]);
      expect(database.prepare<[], string>(`SELECT json_extract(current, '$.note[0].text') FROM media WHERE id = 'inside'`).pluck().get()).toBe('mine');
      const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT current, base FROM media WHERE instr(current, 'bytes-apart:') > 0 OR instr(base, 'bytes-apart:') > 0`).all();
      expect(plan.map(({ detail }) => detail).join()).toContain('media_with_bytes_apart');
    },
  },
  '0005-shown-media': {
    before: (database) => {
      database.exec(`INSERT INTO patients (id, server_id, resource, name) VALUES ('p', 'p1', '{}', 'P')`);
      const add = database.prepare('INSERT INTO media (id, patient_id, taken_at, current) VALUES (?, ?, ?, ?)');
      for (const [id, status] of [['a', 'completed'], ['b', 'entered-in-error'], ['c', 'unknown']]) add.run(id, 'p', 1, JSON.stringify({ resourceType: 'Media', status, content: {} }));
    },
    after: (database) => {
      const counted = `SELECT count(*) FROM media WHERE patient_id = 'p' AND current ->> '$.status' <> 'entered-in-error' AND NOT EXISTS (SELECT 1 FROM gone_media WHERE media_id = media.id)`;
      expect(database.prepare<[], number>(counted).pluck().get()).toBe(2);
      const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${counted}`).all();
      expect(plan.map(({ detail }) => detail).join()).toContain('COVERING INDEX shown_media_of_patient');
    },
  },
  '0006-conflicts': {
    before: (database) => {
      database.exec(`INSERT INTO media (id, current) VALUES ('m', '{}')`);
      const add = database.prepare(`INSERT INTO outbox (media_id, operation, state, attempts, recorded_at, next_attempt_at, failure) VALUES ('m', 'update', ?, 3, 1, 9, '{"code":"server.gone"}')`);
      for (const state of ['conflict', 'parked', 'confirmed']) add.run(state);
    },
    after: (database) => {
      // A conflict is looked for again, for what the chart held then is not known.
      expect(database.prepare('SELECT state, attempts, next_attempt_at AS at, failure IS NULL AS open FROM outbox ORDER BY sequence').all()).toStrictEqual([
        { state: 'pending', attempts: 0, at: 0, open: 1 }, { state: 'parked', attempts: 3, at: 9, open: 0 }, { state: 'confirmed', attempts: 3, at: 9, open: 0 },
      ]);
      for (const table of ['conflicts', 'set_aside']) expect(database.prepare(`SELECT * FROM ${table}`).all()).toStrictEqual([]);
    },
  },
  '0007-waits': {
    before: (database) => {
      database.exec(`INSERT INTO media (id, current) VALUES ('m', '{}')`);
      database.exec(`INSERT INTO outbox (media_id, operation, state, recorded_at, next_attempt_at) VALUES ('m', 'create', 'pending', 1, 1)`);
    },
    after: (database) => {
      expect(database.prepare('SELECT media_id, state FROM outbox').all()).toStrictEqual([{ media_id: 'm', state: 'pending' }]);
      expect(database.prepare('SELECT * FROM waits').all()).toStrictEqual([]);
    },
  },
  '0008-evicted': {
    before: (database) => {
      database.exec(`INSERT INTO media (id, current, content_sha256, content_size) VALUES ('m', '{}', 'a', 7)`);
    },
    after: (database) => {
      expect(database.prepare('SELECT content_sha256, used_at, evicted_sha256 FROM media').all()).toStrictEqual([{ content_sha256: 'a', used_at: null, evicted_sha256: null }]);
      const plan = database.prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT max(content_size) FROM media WHERE content_sha256 IS NOT NULL GROUP BY content_sha256').all();
      expect(plan.map(({ detail }) => detail).join()).toContain('COVERING INDEX kept_contents');
    },
  },
  '0009-quick-answers': {
    before: (database) => {
      const add = database.prepare('INSERT INTO media (id, current, content_sha256, taken_at) VALUES (?, ?, ?, ?)');
      for (const [id, url, sha256, at] of [['a', 'Binary/1', null, 3], ['b', 'Binary/2', 'ab', null], ['c', undefined, null, 7]] as const) add.run(id, JSON.stringify({ content: { url } }), sha256, at);
    },
    after: (database) => {
      const wanted = `SELECT count(*) FROM media WHERE (content_sha256 IS NULL AND evicted_sha256 IS NULL AND current ->> '$.content.url' IS NOT NULL) = 1`;
      const newest = 'SELECT id FROM media ORDER BY taken_at DESC NULLS LAST, row DESC LIMIT 2';
      expect(database.prepare<[], number>(wanted).pluck().get()).toBe(1);
      expect(database.prepare<[], string>(newest).pluck().all()).toStrictEqual(['c', 'a']);
      const planOf = (query: string) => database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all().map(({ detail }) => detail).join();
      expect(planOf(wanted)).toContain('COVERING INDEX media_wanting_content');
      expect(planOf(newest)).toBe('SCAN media USING INDEX media_by_time');
    },
  },
  '0010-registrations': {
    before: (database) => {
      database.exec(`INSERT INTO media (id, current) VALUES ('m', '{}'), ('n', '{}')`);
      const add = database.prepare(`INSERT INTO outbox (media_id, operation, state, attempts, recorded_at, next_attempt_at, settled_at, failure, uploaded_url, sent_at) VALUES (?, ?, ?, 2, 3, 4, ?, ?, ?, ?)`);
      add.run('m', 'create', 'accepted', null, null, 'Binary/1', 7);
      add.run('m', 'update', 'parked', null, '{"code":"server.rejected"}', null, null);
      add.run('n', 'create', 'confirmed', 9, null, null, null);
      add.run('n', 'update', 'pending', null, null, null, null);
      // The newest number is not there any more, and is not given again.
      database.exec(`DELETE FROM outbox WHERE sequence = 4; INSERT INTO waits (media_id, on_id) VALUES ('n', 'm')`);
    },
    after: (database) => {
      const rest = { attempts: 2, recorded_at: 3, next_attempt_at: 4, resource_type: 'Media' };
      expect(database.prepare('SELECT * FROM outbox ORDER BY sequence').all()).toStrictEqual([
        { sequence: 1, resource_id: 'm', operation: 'create', state: 'accepted', settled_at: null, failure: null, uploaded_url: 'Binary/1', sent_at: 7, ...rest },
        { sequence: 2, resource_id: 'm', operation: 'update', state: 'parked', settled_at: null, failure: '{"code":"server.rejected"}', uploaded_url: null, sent_at: null, ...rest },
        { sequence: 3, resource_id: 'n', operation: 'create', state: 'confirmed', settled_at: 9, failure: null, uploaded_url: null, sent_at: null, ...rest },
      ]);
      expect(database.prepare('SELECT * FROM waits').all()).toStrictEqual([{ id: 'n', on_id: 'm' }]);
      expect(database.prepare('SELECT * FROM registrations').all()).toStrictEqual([]);
      const { lastInsertRowid } = database.prepare(`INSERT INTO outbox (resource_type, resource_id, operation, state, recorded_at, next_attempt_at) VALUES ('Patient', 'p', 'create', 'pending', 0, 0)`).run();
      expect(lastInsertRowid).toBe(5);
      expect(() => database.exec(`INSERT INTO outbox (resource_type, resource_id, operation, state, recorded_at, next_attempt_at) VALUES ('Device', 'd', 'create', 'pending', 0, 0)`)).toThrow('CHECK');
      const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT 1 FROM outbox WHERE resource_id = 'm' AND state <> 'confirmed'`).all();
      expect(plan.map(({ detail }) => detail).join()).toContain('unsettled');
    },
  },
  '0011-pages': {
    before: (database) => {
      const add = database.prepare(`INSERT INTO media (id, current, base, content_sha256, content_size, revision) VALUES (?, ?, ?, 'ab', 2, 4)`);
      const media = (content: object) => JSON.stringify({ resourceType: 'Media', status: 'completed', content });
      const both = (id: string, text: string) => add.run(id, text, text);
      both('paged', media({ url: 'pages/1', contained: [{ url: 'pages/1' }, { url: 'pages/2' }] }));
      both('one page', media({ url: 'pages/1', contained: [{ url: 'pages/1' }] }));
      both('whole', media({ url: 'Binary/1' }));
      both('inside', media({ _data: { id: 'x' }, contained: [{ _data: { id: 'x' } }, { _data: { id: 'y' } }] }));
      add.run('only here', media({ url: 'pages/1', contained: [{ url: 'pages/1' }, { url: 'pages/2' }] }), null);
    },
    after: (database) => {
      const kept = { content_sha256: 'ab', content_size: 2, revision: 4, pages: null };
      // Of a document whose first page alone was fetched, everything is fetched again.
      expect(database.prepare('SELECT id, content_sha256, content_size, revision, pages FROM media ORDER BY row').all()).toStrictEqual([
        { id: 'paged', content_sha256: null, content_size: null, revision: 5, pages: null },
        { id: 'one page', ...kept }, { id: 'whole', ...kept }, { id: 'inside', ...kept }, { id: 'only here', ...kept },
      ]);
      const plan = database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT page.value FROM media, json_each(media.pages) AS page WHERE media.pages IS NOT NULL`).all();
      expect(plan.map(({ detail }) => detail).join()).toContain('media_with_pages');
    },
  },
  '0012-pdf-thumbnails': {
    before: (database) => {
      const add = database.prepare(`INSERT INTO media (id, current, content_sha256, evicted_sha256, thumbnail) VALUES (?, ?, ?, ?, 'impossible')`);
      const media = (contentType?: string) => JSON.stringify({ resourceType: 'Media', status: 'completed', content: { contentType } });
      add.run('letter', media('application/pdf'), 'ab', null);
      add.run('elsewhere for now', media('Application/PDF'), null, 'cd');
      for (const contentType of ['video/mp4', 'image/jpeg', undefined]) add.run(contentType ?? 'unsaid', media(contentType), 'ef', null);
    },
    after: (database) => {
      expect(database.prepare('SELECT id, thumbnail FROM media ORDER BY row').all()).toStrictEqual([
        { id: 'letter', thumbnail: 'wanted' }, { id: 'elsewhere for now', thumbnail: 'wanted' },
        ...['video/mp4', 'image/jpeg', 'unsaid'].map((id) => ({ id, thumbnail: 'impossible' })),
      ]);
    },
  },
  '0013-wanted-by-time': {
    before: (database) => {
      const add = database.prepare('INSERT INTO media (id, current, content_sha256, taken_at) VALUES (?, ?, ?, ?)');
      for (const [id, url, sha256, at] of [['a', 'Binary/1', null, 3], ['b', 'Binary/2', 'ab', 9], ['c', undefined, null, 7], ['d', 'Binary/3', null, 5]] as const) add.run(id, JSON.stringify({ content: { url } }), sha256, at);
    },
    after: (database) => {
      const wanted = `FROM media WHERE content_sha256 IS NULL AND evicted_sha256 IS NULL AND current ->> '$.content.url' IS NOT NULL`;
      const newest = `SELECT id ${wanted} ORDER BY taken_at DESC LIMIT 2`;
      expect(database.prepare<[], string>(newest).pluck().all()).toStrictEqual(['d', 'a']);
      const planOf = (query: string) => database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all().map(({ detail }) => detail).join();
      for (const query of [newest, `SELECT count(*) ${wanted}`]) expect(planOf(query)).toBe('SCAN media USING INDEX media_wanting_content');
    },
  },
};

const files = readdirSync(new URL('../../../electron/cache/migrations', import.meta.url)).filter((name) => /^\d{4}-/.test(name));

describe('migrations of the cache', () => {
  it('every file is in the list, in order, and has a case here', () => {
    const names = files.sort().map((name) => name.replace(/\.ts$/, ''));
    expect(migrations.map((migration) => migration.name)).toEqual(names);
    expect(Object.keys(cases).sort()).toEqual(names);
  });

  it.each(migrations.map((migration, index) => [migration.name, index] as const))('%s takes the rows of the version before along', async (name, index) => {
    const database = openEncrypted({ file: join(await temporaryDirectory(), 'cache.db'), key: databaseKey });
    migrate(database, migrations.slice(0, index));
    cases[name]?.before(database);
    migrate(database, migrations.slice(0, index + 1));
    cases[name]?.after(database);
    expect(database.pragma('user_version', { simple: true })).toBe(index + 1);
    database.close();
  });
});
