import type { Migration } from '../../../sqlite/migrate.ts';

/** Bytes may lie in a file beside the database: `file` is its name, null where they lie in `blob_chunk` as before. */
export const binaryFiles: Migration = {
  name: '0004-binary-files',
  run: (database) => {
    database.exec(`
      ALTER TABLE blob ADD COLUMN file TEXT;
      CREATE UNIQUE INDEX blob_by_file ON blob (file) WHERE file IS NOT NULL;
    `);
  },
};
