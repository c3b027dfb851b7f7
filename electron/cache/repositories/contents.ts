import type { Statements } from '../../sqlite/statements.ts';
import { blobsInside } from './blobsInside.ts';
import { pageBlobs } from './pageContents.ts';

interface Evictable {
  readonly sha256: string;
  readonly size: number;
}

/** Proven to lie in the chart, where they can be had again, of nobody who is pinned, and with nothing under way. */
const canBeHadAgain = `
  media.base IS NOT NULL AND media.server_id IS NOT NULL AND media.proven_at IS NOT NULL
  AND media.base ->> '$.content.url' IS NOT NULL AND media.current ->> '$.content.url' IS NOT NULL
  AND coalesce(patients.pinned, 0) = 0
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.resource_id = media.id AND state <> 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM gone_media WHERE gone_media.media_id = media.id)`;

/** The bytes of Media on this computer, and which of them may make room. */
export class Contents {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param at ms since 1970. */
  touch(mediaId: string, at: number): void {
    this.#statements.prepare('UPDATE media SET used_at = ? WHERE id = ?').run(at, mediaId);
  }

  /** Each content counts once, whoever names it. */
  keptBytes(): number {
    return (
      this.#statements
        .prepare<[], number>(
          `SELECT coalesce(sum(size), 0) FROM (SELECT max(content_size) AS size FROM media WHERE content_sha256 IS NOT NULL GROUP BY content_sha256
           UNION ALL SELECT max(page.value ->> '$.size') FROM media, json_each(media.pages) AS page WHERE media.pages IS NOT NULL GROUP BY page.value ->> '$.sha256')`,
        )
        .pluck()
        .get() ?? 0
    );
  }

  /** Contents that may go, the least recently used first; one that several Media name only when it may go for each. */
  evictable(limit: number): Evictable[] {
    const named = this.#namedOtherwise();
    return this.#statements
      .prepare<[number], Evictable>(
        `SELECT content_sha256 AS sha256, max(coalesce(content_size, 0)) AS size FROM media LEFT JOIN patients ON patients.id = media.patient_id
         WHERE content_sha256 IS NOT NULL GROUP BY content_sha256 HAVING min(${canBeHadAgain})
         ORDER BY max(coalesce(media.used_at, patients.used_at, 0)), min(coalesce(taken_at, 0)), sha256 LIMIT ?`,
      )
      .all(limit + named.size)
      .filter(({ sha256 }) => !named.has(sha256))
      .slice(0, limit);
  }

  /** Lets go of a content in every row that names it; those of its pages are swept at the next start. @returns those Media; none when it may not go (any more). */
  evict(sha256: string): { readonly mediaId: string; readonly patientId: string | null }[] {
    if (this.#namedOtherwise().has(sha256)) return [];
    const rows = this.#statements
      .prepare<[string], { mediaId: string; patientId: string | null; mayGo: number }>(
        `SELECT media.id AS mediaId, media.patient_id AS patientId, (${canBeHadAgain}) AS mayGo
         FROM media LEFT JOIN patients ON patients.id = media.patient_id WHERE content_sha256 = ?`,
      )
      .all(sha256);
    if (rows.some(({ mayGo }) => mayGo !== 1)) return [];
    this.#statements
      .prepare('UPDATE media SET revision = revision + 1, evicted_sha256 = content_sha256, content_sha256 = NULL, content_size = NULL, pages = NULL WHERE content_sha256 = ?')
      .run(sha256);
    return rows.map(({ mediaId, patientId }) => ({ mediaId, patientId }));
  }

  /** As a thumbnail, as a page, or inside a Media. */
  #namedOtherwise(): ReadonlySet<string> {
    const pages = this.#statements.prepare<[], string>(pageBlobs).pluck().all();
    const thumbnails = this.#statements.prepare<[], string>('SELECT thumbnail_sha256 FROM media WHERE thumbnail_sha256 IN (SELECT content_sha256 FROM media WHERE content_sha256 IS NOT NULL)').pluck().all();
    return new Set([...pages, ...thumbnails, ...blobsInside(this.#statements)]);
  }
}
