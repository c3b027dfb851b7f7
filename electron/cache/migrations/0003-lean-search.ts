import type { Migration } from '../../sqlite/migrate.ts';

/**
 * The search index kept every word twice, once more in an index of beginnings, and so took as long to write as the Media themselves. What is
 * searched is in the Media's own row; where a word begins is found in the ordinary index as well.
 */
export const leanSearch: Migration = {
  name: '0003-lean-search',
  run: (database) => {
    database.exec(`
      CREATE VIRTUAL TABLE lean_search USING fts5(
        title, body_site, modality, notes, device, reason, patient,
        tokenize = 'unicode61 remove_diacritics 2', content = '', contentless_delete = 1
      );
      INSERT INTO lean_search (rowid, title, body_site, modality, notes, device, reason, patient)
        SELECT rowid, title, body_site, modality, notes, device, reason, patient FROM media_search;
      DROP TABLE media_search;
      ALTER TABLE lean_search RENAME TO media_search;
    `);
  },
};
