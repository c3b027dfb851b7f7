import type { Migration } from '../../sqlite/migrate.ts';

/** Which Media refer to one that the chart does not hold yet, and so are sent after it. */
export const waits: Migration = {
  name: '0007-waits',
  run: (database) => {
    database.exec(`
      CREATE TABLE waits (
        media_id TEXT NOT NULL REFERENCES media (id) DEFERRABLE INITIALLY DEFERRED,
        on_id TEXT NOT NULL,
        PRIMARY KEY (media_id, on_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX waits_on ON waits (on_id);
    `);
  },
};
