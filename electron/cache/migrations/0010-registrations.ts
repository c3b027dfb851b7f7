import type { Migration } from '../../sqlite/migrate.ts';

/**
 * Patients and visits that were made here, before the chart knew them. The outbox names any resource from now on, not Media alone, and anything
 * may wait for anything.
 */
export const registrations: Migration = {
  name: '0010-registrations',
  run: (database) => {
    database.exec(`
      CREATE TABLE registrations (
        -- Of a patient the same as in patients.
        id TEXT PRIMARY KEY,
        resource_type TEXT NOT NULL CHECK (resource_type IN ('Patient', 'Encounter')),
        -- Of a patient: itself, or whom a person found it to be.
        patient_id TEXT NOT NULL REFERENCES patients (id) DEFERRABLE INITIALLY DEFERRED,
        server_id TEXT,
        version_id TEXT,
        recorded_at INTEGER NOT NULL,
        proven_at INTEGER,
        -- It will not be sent: a patient is one of the chart's, a visit goes without saying.
        given_up_at INTEGER,
        -- Of a visit: no picture joins it any more.
        left_at INTEGER,
        told_apart TEXT NOT NULL DEFAULT '[]',
        current TEXT NOT NULL,
        base TEXT
      ) STRICT;
      CREATE INDEX registrations_of_patient ON registrations (patient_id, resource_type);

      CREATE TABLE naming_outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        resource_type TEXT NOT NULL CHECK (resource_type IN ('Media', 'Patient', 'Encounter')),
        resource_id TEXT NOT NULL,
        operation TEXT NOT NULL CHECK (operation IN ('create', 'update', 'delete')),
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'accepted', 'confirmed', 'blocked', 'parked', 'conflict')),
        attempts INTEGER NOT NULL DEFAULT 0,
        recorded_at INTEGER NOT NULL,
        next_attempt_at INTEGER NOT NULL,
        settled_at INTEGER,
        failure TEXT,
        uploaded_url TEXT,
        sent_at INTEGER
      ) STRICT;
      INSERT INTO naming_outbox (sequence, resource_type, resource_id, operation, state, attempts, recorded_at, next_attempt_at, settled_at, failure, uploaded_url, sent_at)
        SELECT sequence, 'Media', media_id, operation, state, attempts, recorded_at, next_attempt_at, settled_at, failure, uploaded_url, sent_at FROM outbox;
      -- A number is never given twice, also when nothing is left of those who had it.
      DELETE FROM sqlite_sequence WHERE name = 'naming_outbox';
      INSERT INTO sqlite_sequence (name, seq) SELECT 'naming_outbox', seq FROM sqlite_sequence WHERE name = 'outbox';
      DROP TABLE outbox;
      ALTER TABLE naming_outbox RENAME TO outbox;
      CREATE INDEX unsettled ON outbox (resource_id, sequence) WHERE state <> 'confirmed';

      CREATE TABLE waits_of_all (id TEXT NOT NULL, on_id TEXT NOT NULL, PRIMARY KEY (id, on_id)) STRICT, WITHOUT ROWID;
      INSERT INTO waits_of_all (id, on_id) SELECT media_id, on_id FROM waits;
      DROP TABLE waits;
      ALTER TABLE waits_of_all RENAME TO waits;
      CREATE INDEX waits_on ON waits (on_id);
    `);
  },
};
