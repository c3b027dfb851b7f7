import type { Migration } from '../../sqlite/migrate.ts';

/** The bytes of a document's pages beside those of its first. What was fetched before is fetched with all of them, when somebody wants it again. */
export const pages: Migration = {
  name: '0011-pages',
  run: (database) => {
    database.exec(`
      ALTER TABLE media ADD COLUMN pages TEXT;
      CREATE INDEX media_with_pages ON media (row) WHERE pages IS NOT NULL;
      UPDATE media SET revision = revision + 1, content_sha256 = NULL, content_size = NULL
        WHERE content_sha256 IS NOT NULL AND base ->> '$.content.url' IS NOT NULL AND json_array_length(current, '$.content.contained') > 1;
    `);
  },
};
