import type { Migration } from '../../sqlite/migrate.ts';

/** Instants are ms since 1970 UTC; resources are FHIR JSON as they came. The search tables' rowids are the `row` of what they index. */
export const first: Migration = {
  name: '0001-first',
  run: (database) => {
    database.exec(`
      CREATE TABLE patients (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        server_id TEXT UNIQUE,
        resource TEXT NOT NULL,
        name TEXT NOT NULL,
        pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
        used_at INTEGER
      ) STRICT;
      CREATE VIRTUAL TABLE patient_search USING fts5(
        name, mrn, birth_date, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );

      CREATE TABLE media (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        patient_id TEXT REFERENCES patients (id),
        server_id TEXT UNIQUE,
        version_id TEXT,
        taken_at INTEGER,
        content_sha256 TEXT,
        content_size INTEGER,
        thumbnail TEXT NOT NULL DEFAULT 'wanted' CHECK (thumbnail IN ('wanted', 'made', 'impossible')),
        thumbnail_sha256 TEXT,
        probe TEXT,
        proven_at INTEGER,
        revision INTEGER NOT NULL DEFAULT 1,
        -- Last, so that the others are read without walking through these.
        current TEXT NOT NULL,
        base TEXT
      ) STRICT;
      CREATE INDEX media_of_patient ON media (patient_id, taken_at DESC);
      CREATE INDEX media_without_content ON media (patient_id) WHERE content_sha256 IS NULL AND current ->> '$.content.url' IS NOT NULL;
      CREATE INDEX media_without_thumbnail ON media (patient_id) WHERE thumbnail = 'wanted' AND content_sha256 IS NOT NULL;
      CREATE INDEX media_without_patient ON media (json_extract(current, '$.subject.reference')) WHERE patient_id IS NULL;
      CREATE VIRTUAL TABLE media_search USING fts5(
        title, body_site, modality, notes, device, reason, patient, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );

      CREATE TABLE outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        media_id TEXT NOT NULL REFERENCES media (id),
        operation TEXT NOT NULL CHECK (operation IN ('create', 'update', 'delete')),
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'accepted', 'confirmed', 'blocked', 'parked', 'conflict')),
        attempts INTEGER NOT NULL DEFAULT 0,
        recorded_at INTEGER NOT NULL,
        next_attempt_at INTEGER NOT NULL,
        settled_at INTEGER,
        failure TEXT,
        uploaded_url TEXT
      ) STRICT;
      CREATE INDEX unsettled ON outbox (media_id, sequence) WHERE state <> 'confirmed';

      CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      CREATE TABLE cursors (scope TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT;

      -- One row: which database this is, and how many times a person's work was recorded in it (highWaterMark.ts).
      CREATE TABLE identity (only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL, commits INTEGER NOT NULL) STRICT;
    `);
  },
};
