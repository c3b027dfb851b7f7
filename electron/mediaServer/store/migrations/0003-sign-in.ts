import type { Migration } from '../../../sqlite/migrate.ts';

/** Refresh tokens, by their SHA-256, and what was revoked before its time: tokens by their id, and grants with all their tokens. */
export const signIn: Migration = {
  name: '0003-sign-in',
  run: (database) => {
    database.exec(`
      CREATE TABLE refresh_token (
        hash TEXT NOT NULL PRIMARY KEY,
        grant_id TEXT NOT NULL,
        scope TEXT NOT NULL,
        patient TEXT,
        expires INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE revoked (
        id TEXT NOT NULL PRIMARY KEY,
        until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
