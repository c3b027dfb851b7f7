import { createHash } from 'node:crypto';
import { withBytesApart } from '../../../shared/fhir/bytesApart.ts';
import { mediaSchema } from '../../../shared/fhir/resources.ts';
import type { Migration } from '../../sqlite/migrate.ts';
import { readJson } from '../storedJson.ts';

interface Row {
  readonly current: string;
  readonly base: string | null;
  readonly content_sha256: string;
}

/**
 * A Media whose bytes stood inside it held them in its row, twice, though they are in the blobs. Only their hash stays; where the base64 was
 * written with spaces, it is written without from now on. Which blobs are named inside a Media is found by the index.
 */
export const bytesApart: Migration = {
  name: '0004-bytes-apart',
  run: (database) => {
    // One row at a time: together they hold the bytes of all pictures, twice, and do not fit into memory.
    const rows = database
      .prepare<[], number>(`SELECT row FROM media WHERE content_sha256 IS NOT NULL AND (json_extract(current, '$.content.data') IS NOT NULL OR json_extract(base, '$.content.data') IS NOT NULL)`)
      .pluck()
      .all();
    const read = database.prepare<[number], Row>('SELECT current, base, content_sha256 FROM media WHERE row = ?');
    const save = database.prepare('UPDATE media SET current = ?, base = ? WHERE row = ?');
    for (const row of rows) {
      const found = read.get(row);
      if (!found) continue;
      const { current, base, content_sha256: sha256 } = found;
      save.run(lean(current, sha256), base === null ? null : lean(base, sha256), row);
    }
    database.exec(`CREATE INDEX media_with_bytes_apart ON media (row) WHERE instr(current, 'bytes-apart:') > 0 OR instr(base, 'bytes-apart:') > 0`);
  },
};

/** Bytes that are not the blob's (their hash was wrong) stay. */
function lean(resource: string, sha256: string): string {
  const media = readJson(mediaSchema, resource);
  const { data } = media.content;
  if (data === undefined || createHash('sha256').update(Buffer.from(data, 'base64')).digest('hex') !== sha256) return resource;
  return JSON.stringify({ ...media, content: withBytesApart(media.content, { bytes: sha256, text: undefined }) });
}
