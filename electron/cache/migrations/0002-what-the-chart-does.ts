import type { Migration } from '../../sqlite/migrate.ts';

/** What is learnt of the chart: whether a create may be under way in it, what it does not keep, how it departs from FHIR, what it deleted. */
export const whatTheChartDoes: Migration = {
  name: '0002-what-the-chart-does',
  run: (database) => {
    database.exec(`
      ALTER TABLE outbox ADD COLUMN sent_at INTEGER;
      -- What was tried before this Lightbox came may have had its effect, or may still have it.
      UPDATE outbox SET sent_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
        WHERE operation = 'create' AND (state = 'sending' OR attempts > 0) AND state NOT IN ('accepted', 'confirmed');

      ALTER TABLE media ADD COLUMN deviations TEXT;
      ALTER TABLE media ADD COLUMN losses TEXT;

      CREATE TABLE gone_media (media_id TEXT PRIMARY KEY REFERENCES media (id), at INTEGER NOT NULL) STRICT;
      CREATE TABLE losses (kind TEXT NOT NULL, path TEXT NOT NULL, seen_at INTEGER NOT NULL, PRIMARY KEY (kind, path)) STRICT;
    `);
  },
};
