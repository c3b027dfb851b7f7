import type { Migration } from '../../sqlite/migrate.ts';

/**
 * What the chart held when both sides had changed the same thing, so that a person can look at it and decide without the chart; and what they
 * decided against, which stays.
 */
export const conflicts: Migration = {
  name: '0006-conflicts',
  run: (database) => {
    database.exec(`
      CREATE TABLE conflicts (
        media_id TEXT PRIMARY KEY REFERENCES media (id),
        found_at INTEGER NOT NULL,
        version_id TEXT,
        -- NULL: the chart has deleted it.
        theirs TEXT
      ) STRICT;

      CREATE TABLE set_aside (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        media_id TEXT NOT NULL REFERENCES media (id),
        at INTEGER NOT NULL,
        author TEXT NOT NULL,
        item TEXT NOT NULL,
        brought_back_at INTEGER
      ) STRICT;
      CREATE INDEX set_aside_of_media ON set_aside (media_id, id);

      -- What the chart held then was not kept: the next attempt finds it again.
      UPDATE outbox SET state = 'pending', failure = NULL, attempts = 0, next_attempt_at = 0 WHERE state = 'conflict';
    `);
  },
};
