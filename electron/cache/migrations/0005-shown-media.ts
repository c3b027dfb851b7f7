import type { Migration } from '../../sqlite/migrate.ts';

/** A patient's pictures are counted on every list of patients, without those entered in error: an index alone must answer. */
export const shownMedia: Migration = {
  name: '0005-shown-media',
  run: (database) => {
    database.exec(`CREATE INDEX shown_media_of_patient ON media (patient_id, current ->> '$.status', id)`);
  },
};
