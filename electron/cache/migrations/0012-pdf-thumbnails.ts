import type { Migration } from '../../sqlite/migrate.ts';

/** PDFs were told to have no thumbnail as long as nothing here could draw their first page. */
export const pdfThumbnails: Migration = {
  name: '0012-pdf-thumbnails',
  run: (database) => {
    database.exec(`UPDATE media SET thumbnail = 'wanted' WHERE thumbnail = 'impossible' AND lower(current ->> '$.content.contentType') = 'application/pdf'`);
  },
};
