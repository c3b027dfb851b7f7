import type { Migration } from '../../../sqlite/migrate.ts';

/**
 * Every version of every resource is kept (vread); `resource` points at the newest. `last_updated` (ms since 1970) is unique over
 * the whole server: it is the order of commits, and so the position a page ends at.
 * `search_value` holds what the search parameters of the newest version read; see searchParameters.ts for the columns' meaning.
 * Bytes of a Binary lie in `blob_chunk`; a blob that no version points at is what an upload cut short left behind.
 */
export const resources: Migration = {
  name: '0001-resources',
  run: (database) => {
    database.exec(schema);
  },
};

const schema = `
  CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE resource (
    key INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    last_updated INTEGER NOT NULL UNIQUE,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    UNIQUE (type, id)
  ) STRICT;
  CREATE INDEX resource_by_change ON resource (type, last_updated);

  CREATE TABLE blob (
    key INTEGER PRIMARY KEY,
    size INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE blob_chunk (
    blob_key INTEGER NOT NULL REFERENCES blob (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (blob_key, ordinal)
  ) STRICT;

  CREATE TABLE resource_version (
    resource_key INTEGER NOT NULL REFERENCES resource (key),
    version INTEGER NOT NULL,
    last_updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    body TEXT,
    blob_key INTEGER REFERENCES blob (key),
    PRIMARY KEY (resource_key, version),
    CHECK (deleted = (body IS NULL))
  ) STRICT;
  CREATE INDEX resource_version_by_change ON resource_version (resource_key, last_updated);
  CREATE INDEX resource_version_by_blob ON resource_version (blob_key) WHERE blob_key IS NOT NULL;

  CREATE TABLE search_value (
    resource_key INTEGER NOT NULL REFERENCES resource (key),
    parameter TEXT NOT NULL,
    system TEXT,
    value TEXT,
    low INTEGER,
    high INTEGER
  ) STRICT;
  CREATE INDEX search_value_by_value ON search_value (parameter, value, system, resource_key);
  CREATE INDEX search_value_by_range ON search_value (parameter, low, high, resource_key) WHERE low IS NOT NULL;
  CREATE INDEX search_value_by_resource ON search_value (resource_key);
`;
