import { z } from 'zod';
import { noteWords } from '../../../shared/annotation/noteCodec.ts';
import { conceptText, mediaTime, mediaTitle, mediaView } from '../../../shared/fhir/mediaView.ts';
import { isPatientSide } from '../../../shared/fhir/edit/patientPart.ts';
import { referenceSchema, type Reference } from '../../../shared/fhir/elements.ts';
import { referable, type ReferringElement } from '../../../shared/fhir/referable.ts';
import { mediaSchema, type Media } from '../../../shared/fhir/resources.ts';
import { subjectKey } from '../../../shared/fhir/subjectKey.ts';
import type { Deviation } from '../../../shared/fhir/xcaliber/deviation.ts';
import type { MediaView } from '../../../shared/ipc/views.ts';
import type { Loss } from '../../../shared/sync/loss.ts';
import type { MediaRecord, PageContent } from '../../../shared/sync/ports.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { searchTerms } from '../searchTerms.ts';
import { readJson, readNullableJson, writeNullableJson } from '../storedJson.ts';
import { notGone, type GoneMedia } from './goneMedia.ts';
import { blobsInside } from './blobsInside.ts';
import type { Outbox } from './outbox.ts';
import { storedOf, type MediaRow, type StoredMedia } from './mediaRow.ts';
import { pageBlobs } from './pageContents.ts';
import type { Patients } from './patients.ts';

export const probeSchema = z.strictObject({
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  frames: z.number().int().positive(),
});
export type Probe = z.infer<typeof probeSchema>;

/** Content and thumbnail of a Media, by hash and size. */
export interface Content {
  readonly sha256: string;
  readonly size: number;
}

/** Media looked through for what they refer to. */
const mostSeen = 1_000;
const seenSchema = z.union([referenceSchema, z.array(referenceSchema)]);

export class MediaRows {
  readonly #statements: Statements;
  readonly #patients: Patients;
  readonly #outbox: Outbox;
  readonly #gone: GoneMedia;

  constructor(statements: Statements, patients: Patients, outbox: Outbox, gone: GoneMedia) {
    this.#statements = statements;
    this.#gone = gone;
    this.#patients = patients;
    this.#outbox = outbox;
  }

  stored(id: string): StoredMedia | undefined {
    const row = this.#statements.prepare<[string], MediaRow>('SELECT * FROM media WHERE id = ?').get(id);
    return row && storedOf(row);
  }

  record(id: string): MediaRecord | undefined {
    return this.stored(id)?.record;
  }

  idOfServerId(serverId: string): string | undefined {
    return this.#statements.prepare<[string], string>('SELECT id FROM media WHERE server_id = ?').pluck().get(serverId);
  }

  view(id: string): MediaView | undefined {
    const row = this.#statements.prepare<[string], MediaRow>('SELECT * FROM media WHERE id = ?').get(id);
    return row && this.#viewOf(row);
  }

  /** Newest first. */
  viewsOfPatient(patientId: string): MediaView[] {
    return this.#statements
      .prepare<[string], MediaRow>('SELECT * FROM media WHERE patient_id = ? ORDER BY taken_at DESC NULLS LAST, row DESC')
      .all(patientId)
      .map((row) => this.#viewOf(row));
  }

  /** Newest first; an empty query finds everything. */
  search(query: string, limit: number, withEnteredInError = false): MediaView[] {
    const among = withEnteredInError ? 'TRUE' : `current ->> '$.status' <> 'entered-in-error' AND ${notGone}`;
    if (query.trim() === '') return this.#newest(limit, among);
    const terms = searchTerms(query);
    if (terms === undefined) return [];
    return this.#statements
      .prepare<[string, number], MediaRow>(
        `SELECT media.* FROM media JOIN (
           SELECT media.row AS found FROM media_search JOIN media ON media.row = media_search.rowid
           WHERE media_search MATCH ? AND ${among} ORDER BY media.taken_at DESC NULLS LAST, media.row DESC LIMIT ?
         ) ON media.row = found ORDER BY media.taken_at DESC NULLS LAST, media.row DESC`,
      )
      .all(terms, limit)
      .map((row) => this.#viewOf(row));
  }

  seenReferences(element: ReferringElement, patientId: string | null): Reference[] {
    const ofPatient = this.#statements
      .prepare<[string, string | null, number], string>(`SELECT current -> ? FROM media WHERE patient_id = ? ORDER BY taken_at DESC NULLS LAST LIMIT ?`)
      .pluck()
      .all(`$.${element}`, patientId, mostSeen);
    const ofOthers = referable[element].ofPatient
      ? []
      : this.#statements.prepare<[string, number], string>('SELECT current -> ? FROM media ORDER BY row DESC LIMIT ?').pluck().all(`$.${element}`, mostSeen);
    const read = (text: string | null) => [readNullableJson(seenSchema, text) ?? []].flat();
    // Somebody else's own picture, or their relative's, says nothing of this patient.
    const all = [...ofPatient.flatMap(read), ...ofOthers.flatMap(read).filter((reference) => !isPatientSide(reference))];
    const seen = new Map<string, Reference>();
    for (const reference of all) {
      const key = reference.reference ?? reference.display;
      // What a Media contains itself, no other can refer to.
      if (key !== undefined && !key.startsWith('#') && !seen.has(key)) seen.set(key, reference);
    }
    return [...seen.values()];
  }

  #newest(limit: number, among: string): MediaView[] {
    return this.#statements
      .prepare<[number], MediaRow>(`SELECT * FROM media WHERE ${among} ORDER BY taken_at DESC NULLS LAST, row DESC LIMIT ?`)
      .all(limit)
      .map((row) => this.#viewOf(row));
  }

  ids(): string[] {
    return this.#statements.prepare<[], string>('SELECT id FROM media ORDER BY row').pluck().all();
  }

  /** Of the one first seen here last; 0 when there is none. */
  lastOrdinal(): number {
    return this.#statements.prepare<[], number | null>('SELECT max(row) FROM media').pluck().get() ?? 0;
  }

  /** Content, thumbnails, pages, and what is named inside a Media, whose bytes stood there (shared/fhir/bytesApart). */
  namedBlobs(): string[] {
    const named = this.#statements
      .prepare<[], string>(
        `SELECT content_sha256 FROM media WHERE content_sha256 IS NOT NULL UNION SELECT thumbnail_sha256 FROM media WHERE thumbnail_sha256 IS NOT NULL
         UNION ${pageBlobs}`,
      )
      .pluck()
      .all();
    return [...named, ...blobsInside(this.#statements)];
  }

  count(): number {
    return this.#statements.prepare<[], number>('SELECT count(*) FROM media').pluck().get() ?? 0;
  }

  insert(media: {
    readonly id: string;
    readonly patientId: string | null;
    readonly serverId: string | null;
    readonly versionId: string | null;
    readonly current: Media;
    readonly base: Media | null;
    readonly provenAt: number | null;
  }): void {
    const current = JSON.stringify(media.current);
    const { lastInsertRowid } = this.#statements
      .prepare(
        `INSERT INTO media (id, patient_id, server_id, version_id, current, base, taken_at, proven_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        media.id, media.patientId, media.serverId, media.versionId, current, media.base === media.current ? current : writeNullableJson(media.base),
        takenAt(media.current), media.provenAt,
      );
    this.#addToIndex({ row: Number(lastInsertRowid), patient_id: media.patientId }, media.current);
  }

  /** Writes what is shown and what the chart holds; the revision goes up when what is shown changes. The row goes to whom the subject names. */
  saveResource(
    id: string,
    change: Pick<MediaRecord, 'current' | 'base' | 'serverId' | 'versionId' | 'provenAt'>,
    askedFor?: string,
  ): void {
    const current = JSON.stringify(change.current);
    const before = this.#statements.prepare<[string], Pick<MediaRow, 'current' | 'patient_id'>>('SELECT current, patient_id FROM media WHERE id = ?').get(id);
    const patientId = this.#patientOf(id, change.current, askedFor);
    this.#statements
      .prepare(
        `UPDATE media SET revision = revision + (current <> @current), current = @current, base = @base, server_id = @serverId,
           version_id = @versionId, taken_at = @takenAt, proven_at = @provenAt, patient_id = @patientId
         WHERE id = @id`,
      )
      .run({
        id, patientId, current, base: writeNullableJson(change.base), serverId: change.serverId, versionId: change.versionId,
        takenAt: takenAt(change.current), provenAt: change.provenAt,
      });
    // A proof changes neither, and what is searched takes longer to write than the row.
    if (current !== before?.current || patientId !== before.patient_id) this.index(id, change.current);
  }

  saveDeviations(id: string, deviations: readonly Deviation[]): void {
    const text = listText(deviations);
    this.#statements.prepare('UPDATE media SET deviations = @text WHERE id = @id AND deviations IS NOT @text').run({ id, text });
  }

  saveLosses(id: string, losses: readonly Loss[]): void {
    this.#statements.prepare('UPDATE media SET losses = ? WHERE id = ?').run(listText(losses), id);
  }

  /** Binds bytes to the Media; other bytes than before want a new thumbnail, those that made room do not. */
  attachContent(id: string, content: Content): void {
    this.#statements
      .prepare(
        `UPDATE media SET revision = revision + 1, thumbnail = iif(evicted_sha256 IS @sha256, thumbnail, 'wanted'),
           thumbnail_sha256 = iif(evicted_sha256 IS @sha256, thumbnail_sha256, NULL), probe = iif(evicted_sha256 IS @sha256, probe, NULL),
           content_sha256 = @sha256, content_size = @size, evicted_sha256 = NULL
         WHERE id = @id AND content_sha256 IS NOT @sha256`,
      )
      .run({ id, sha256: content.sha256, size: content.size });
  }

  savePages(id: string, pages: readonly PageContent[]): void {
    this.#statements.prepare('UPDATE media SET revision = revision + 1, pages = @pages WHERE id = @id AND pages IS NOT @pages').run({ id, pages: listText(pages) });
  }

  /** The chart holds other bytes now: they have to be fetched. */
  detachContent(id: string): void {
    this.#statements
      .prepare(
        `UPDATE media SET revision = revision + 1, thumbnail = 'wanted', thumbnail_sha256 = NULL, probe = NULL, content_sha256 = NULL, content_size = NULL,
           evicted_sha256 = NULL, pages = NULL
         WHERE id = ?`,
      )
      .run(id);
  }

  /** Made of these bytes; passed over when the Media has others by now. */
  setThumbnail(id: string, sha256: string | null, contentSha256: string): void {
    this.#statements
      .prepare('UPDATE media SET revision = revision + 1, thumbnail = ?, thumbnail_sha256 = ? WHERE id = ? AND content_sha256 = ?')
      .run(sha256 === null ? 'impossible' : 'made', sha256, id, contentSha256);
  }

  /** The same. */
  setProbe(id: string, probe: Probe, contentSha256: string): void {
    this.#statements.prepare('UPDATE media SET revision = revision + 1, probe = ? WHERE id = ? AND content_sha256 = ?').run(JSON.stringify(probeSchema.parse(probe)), id, contentSha256);
  }

  /** Media that came before their patient get him now. @returns their ids. */
  adopt(patientId: string, serverId: string): string[] {
    return this.#statements
      .prepare<[string, string, string], string>(
        `UPDATE media SET patient_id = ?, revision = revision + 1 WHERE patient_id IS NULL AND json_extract(current, '$.subject.reference') IN (?, ?) RETURNING id`,
      )
      .pluck()
      .all(patientId, ...this.#patients.references(serverId));
  }

  /** After the patient's name changed, or became known. */
  indexPatient(patientId: string): void {
    const rows = this.#statements.prepare<[string], { id: string; current: string }>('SELECT id, current FROM media WHERE patient_id = ?').all(patientId);
    for (const { id, current } of rows) this.index(id, readJson(mediaSchema, current));
  }

  patientId(id: string): string | null {
    return this.#statements.prepare<[string], string | null>('SELECT patient_id FROM media WHERE id = ?').pluck().get(id) ?? null;
  }

  /** A subject that is not known here is nobody's row, never still the row of the patient before; one that says the same keeps its patient. */
  #patientOf(id: string, media: Media, askedFor: string | undefined): string | null {
    const row = this.#statements.prepare<[string], { patient_id: string | null; subject: string | null }>(`SELECT patient_id, current -> '$.subject' AS subject FROM media WHERE id = ?`).get(id);
    const before = row?.subject === null || row?.subject === undefined ? {} : { subject: readJson(referenceSchema, row.subject) };
    const kept = subjectKey(before) === subjectKey(media) ? (row?.patient_id ?? null) : null;
    return kept ?? this.#patients.idOfReference(media.subject?.reference, askedFor);
  }

  /** What people search for, written anew; `media` is what the row holds. */
  index(id: string, media: Media): void {
    const row = this.#statements.prepare<[string], Pick<MediaRow, 'row' | 'patient_id'>>('SELECT row, patient_id FROM media WHERE id = ?').get(id);
    if (!row) return;
    this.#statements.prepare('DELETE FROM media_search WHERE rowid = ?').run(row.row);
    this.#addToIndex(row, media);
  }

  #addToIndex(row: Pick<MediaRow, 'row' | 'patient_id'>, media: Media): void {
    this.#statements
      .prepare('INSERT INTO media_search (rowid, title, body_site, modality, notes, device, reason, patient) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        row.row, mediaTitle(media), conceptText(media.bodySite) ?? '', conceptText(media.modality) ?? '', (media.note ?? []).map(noteWords).join('\n'),
        [media.deviceName ?? '', media.device?.display ?? ''].join(' '), (media.reasonCode ?? []).map((reason) => conceptText(reason) ?? '').join('\n'),
        this.#patients.searchedName(row.patient_id),
      );
  }

  #viewOf(row: MediaRow): MediaView {
    return mediaView(readJson(mediaSchema, row.current), {
      id: row.id,
      patientId: row.patient_id,
      available: row.content_sha256 !== null,
      thumbnailSha256: row.thumbnail_sha256,
      revision: row.revision,
      probe: readNullableJson(probeSchema, row.probe),
      provenAt: row.proven_at,
      unsettled: this.#outbox.unsettled(row.id),
      gone: this.#gone.has(row.id),
    });
  }
}

function listText(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

/** For order only: a dateTime without a zone or a time counts as UTC; null when there is none or it cannot be read. */
function takenAt(media: Media): number | null {
  const instant = Date.parse(mediaTime(media) ?? '');
  return Number.isNaN(instant) ? null : instant;
}
