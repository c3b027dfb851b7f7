import type { Migration } from '../../sqlite/migrate.ts';

/** When a Media was last looked at, and which bytes of it made room for others and can be had from the chart again. */
export const evicted: Migration = {
  name: '0008-evicted',
  run: (database) => {
    database.exec(`
      ALTER TABLE media ADD COLUMN used_at INTEGER;
      ALTER TABLE media ADD COLUMN evicted_sha256 TEXT;
      CREATE INDEX kept_contents ON media (content_sha256, content_size) WHERE content_sha256 IS NOT NULL;
    `);
  },
};
