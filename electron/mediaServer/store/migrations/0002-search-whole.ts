import type { Migration } from '../../../sqlite/migrate.ts';

/** More is searched and sorted by: asking one resource for one parameter, and walking all changes, read an index of their own. */
export const searchWhole: Migration = {
  name: '0002-search-whole',
  run: (database) => {
    database.exec(`
      DROP INDEX search_value_by_resource;
      CREATE INDEX search_value_by_resource ON search_value (resource_key, parameter, value, system, low, high);
      CREATE INDEX resource_version_by_instant ON resource_version (last_updated);
    `);
  },
};
