import { chartIdentity } from '../../../shared/dicom/description/patientIdentity.ts';
import { medicalRecordIdentifier } from '../../../shared/fhir/medicalRecordIdentifier.ts';
import type { ChartIdentity } from '../../../shared/ipc/dicomViews.ts';
import { medicalRecordNumber, patientName, patientView } from '../../../shared/fhir/patientView.ts';
import { patientSchema, type Patient } from '../../../shared/fhir/resources.ts';
import { mayBeSamePatient, type NewPatient } from '../../../shared/fhir/newPatient.ts';
import { safetyOfState } from '../../../shared/ipc/safetyOfState.ts';
import type { PatientView, Safety } from '../../../shared/ipc/views.ts';
import { localReferences } from '../../../shared/sync/localReferences.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { searchTerms } from '../searchTerms.ts';
import { readJson } from '../storedJson.ts';
import type { Outbox } from './outbox.ts';

interface PatientRow {
  readonly id: string;
  readonly server_id: string | null;
  readonly resource: string;
  readonly pinned: number;
  readonly media_count: number;
  readonly newest_media_at: string | null;
}

/** Nothing the chart deleted or declared a mistake counts as a patient's picture. */
const shown = `media.patient_id = patients.id AND current ->> '$.status' <> 'entered-in-error' AND NOT EXISTS (SELECT 1 FROM gone_media WHERE media_id = media.id)`;

/** `newest_media_at` is the dateTime as the chart wrote it, of the Media that is newest by instant. */
const selectRows = `
  SELECT patients.id, patients.server_id, patients.resource, patients.pinned,
    (SELECT count(*) FROM media WHERE ${shown}) AS media_count,
    (SELECT coalesce(current ->> '$.createdDateTime', current ->> '$.createdPeriod.start', current ->> '$.createdPeriod.end', current ->> '$.issued')
      FROM media WHERE ${shown} ORDER BY taken_at DESC LIMIT 1) AS newest_media_at
  FROM patients`;
/** What the chart's patients are numbered under is told by a few of them. */
const numberedLooked = 200;
const byUse = 'patients.used_at DESC NULLS LAST, patients.name COLLATE NOCASE, patients.row';
const usedFirst = `ORDER BY ${byUse}`;
const pinnedFirst = `ORDER BY patients.pinned DESC, ${byUse}`;
/** https://www.sqlite.org/lang_select.html#the_limit_clause */
const noLimit = -1;

export class Patients {
  readonly #statements: Statements;
  readonly #outbox: Outbox;
  /** Ends with a slash. */
  #chartBase: string | undefined;

  constructor(statements: Statements, outbox: Outbox) {
    this.#statements = statements;
    this.#outbox = outbox;
  }

  /** The chart's own base url; without it only relative references are known to be the chart's. */
  set chartBase(base: string | undefined) {
    this.#chartBase = base?.replace(/\/*$/, '/');
  }

  /** How the chart may refer to its patient. */
  references(serverId: string): readonly [string, string] {
    return [`Patient/${serverId}`, `${this.#chartBase ?? ''}Patient/${serverId}`];
  }

  /** Without a search the pinned ones come first. @param first so many of them; all without it. */
  list(query: string, first = noLimit): PatientView[] {
    // Chosen before their pictures are counted, which takes longer than all else.
    if (query.trim() === '') {
      return this.#statements
        .prepare<[number], PatientRow>(`${selectRows} WHERE patients.row IN (SELECT row FROM patients ${pinnedFirst} LIMIT ?) ${pinnedFirst}`)
        .all(first)
        .map((row) => this.#viewOf(row));
    }
    const terms = searchTerms(query);
    if (terms === undefined) return [];
    return this.#statements
      .prepare<[string, number], PatientRow>(
        `${selectRows} WHERE patients.row IN (SELECT patients.row FROM patients JOIN patient_search ON patient_search.rowid = patients.row WHERE patient_search MATCH ? ${usedFirst} LIMIT ?) ${usedFirst}`,
      )
      .all(terms, first)
      .map((row) => this.#viewOf(row));
  }

  view(id: string): PatientView | undefined {
    const row = this.#statements.prepare<[string], PatientRow>(`${selectRows} WHERE patients.id = ?`).get(id);
    return row && this.#viewOf(row);
  }

  /** By what the chart knows them. */
  identity(id: string): ChartIdentity | undefined {
    const resource = this.#statements.prepare<[string], string>('SELECT resource FROM patients WHERE id = ?').pluck().get(id);
    return resource === undefined ? undefined : chartIdentity(readJson(patientSchema, resource));
  }

  serverId(id: string): string | undefined {
    return this.#statements.prepare<[string], string | null>('SELECT server_id FROM patients WHERE id = ?').pluck().get(id) ?? undefined;
  }

  /**
   * The patient a reference of the chart names, if it is known here: "Patient/x", also behind the chart's own address. Patient x of another server is
   * somebody else, whoever has that number here; unless the chart itself gave the Media out as those of `askedFor`, its id of a patient.
   */
  idOfReference(reference: string | undefined, askedFor?: string): string | null {
    const [uuid] = reference === undefined ? [] : localReferences({ reference });
    if (uuid !== undefined) return this.#statements.prepare<[string], string>('SELECT id FROM patients WHERE id = ?').pluck().get(uuid) ?? null;
    const [, address, serverId] = /^(.+\/)?Patient\/([^/]+)(?:\/_history\/[^/]+)?$/.exec(reference ?? '') ?? [];
    if (serverId === undefined) return null;
    if (address !== undefined && serverId !== askedFor && address !== this.#chartBase) return null;
    return this.#statements.prepare<[string], string>('SELECT id FROM patients WHERE server_id = ?').pluck().get(serverId) ?? null;
  }

  /** The name as search knows it; empty when there is no such patient. */
  searchedName(id: string | null): string {
    if (id === null) return '';
    return this.#statements.prepare<[string], string>('SELECT name FROM patients WHERE id = ?').pluck().get(id) ?? '';
  }

  touch(id: string, at: number): void {
    this.#statements.prepare('UPDATE patients SET used_at = ? WHERE id = ?').run(at, id);
  }

  pin(id: string, pinned: boolean): void {
    this.#statements.prepare('UPDATE patients SET pinned = ? WHERE id = ?').run(pinned ? 1 : 0, id);
  }

  count(): number {
    return this.#statements.prepare<[], number>('SELECT count(*) FROM patients').pluck().get() ?? 0;
  }

  /** Of those the chart knows; `inChart` of GoneMedia names none of theirs. */
  withoutMedia(most: number): { readonly serverId: string }[] {
    return this.#statements
      .prepare<[number], { readonly serverId: string }>(
        `SELECT server_id AS serverId FROM patients
         WHERE server_id IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM media WHERE patient_id = patients.id AND server_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gone_media WHERE media_id = media.id))
         ORDER BY pinned DESC, used_at DESC NULLS LAST, row LIMIT ?`,
      )
      .all(most);
  }

  /** Pinned first, then recently used. @param after only those first seen after this one, by `ordinal`. */
  toPull(after: number): { readonly patientId: string; readonly serverId: string; readonly pinned: boolean; readonly ordinal: number }[] {
    return this.#statements
      .prepare<[number], { patientId: string; serverId: string; pinned: number; ordinal: number }>(
        `SELECT id AS patientId, server_id AS serverId, pinned, row AS ordinal FROM patients
         WHERE server_id IS NOT NULL AND row > ? ORDER BY pinned DESC, used_at DESC NULLS LAST, row`,
      )
      .all(after)
      .map((patient) => ({ ...patient, pinned: patient.pinned === 1 }));
  }

  /**
   * Takes over what the chart answered.
   * @param newId the id it gets when it was not known before.
   * @returns whether the name changed, so that what is indexed with it has to be indexed anew.
   */
  savePulled(patient: Patient & { readonly id: string }, newId: string): { readonly id: string; readonly renamed: boolean } {
    const known = this.#statements
      .prepare<[string], { row: number; id: string; name: string }>('SELECT row, id, name FROM patients WHERE server_id = ?')
      .get(patient.id);
    const id = known?.id ?? newId;
    const name = patientName(patient);
    this.#statements
      .prepare(
        `INSERT INTO patients (id, server_id, resource, name) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET server_id = excluded.server_id, resource = excluded.resource, name = excluded.name`,
      )
      .run(id, patient.id, JSON.stringify(patient), name);
    this.#index(id, patient, name);
    return { id, renamed: known?.name !== name };
  }

  /** One whom the chart does not know yet. @param at ms since 1970. */
  saveLocal(id: string, patient: Patient, at: number): void {
    const name = patientName(patient);
    this.#statements
      .prepare('INSERT INTO patients (id, resource, name, used_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET resource = excluded.resource, name = excluded.name')
      .run(id, JSON.stringify(patient), name, at);
    this.#index(id, patient, name);
  }

  /** One whom the other stands for: nothing is his any more. What a person said of him counts for the other. */
  replace(id: string, otherId: string): void {
    this.#statements.prepare('UPDATE patients SET pinned = max(pinned, (SELECT pinned FROM patients WHERE id = @id)), used_at = (SELECT used_at FROM patients WHERE id = @id) WHERE id = @otherId').run({ id, otherId });
    this.#statements.prepare('DELETE FROM patient_search WHERE rowid = (SELECT row FROM patients WHERE id = ?)').run(id);
    this.#statements.prepare('DELETE FROM patients WHERE id = ?').run(id);
  }

  /** Those who may be the one who is meant, but for one. */
  alike(details: NewPatient, exceptId: string | undefined): PatientView[] {
    const birthDate = details.birthDate.trim();
    return this.#statements
      .prepare<[{ readonly exceptId: string; readonly birthDate: string; readonly mrn: string }], PatientRow>(
        `${selectRows} WHERE patients.id <> @exceptId AND (coalesce(patients.resource ->> '$.birthDate', '') IN ('', @birthDate, substr(@birthDate, 1, 7), substr(@birthDate, 1, 4)) OR @birthDate = ''
           OR @mrn <> '' AND EXISTS (SELECT 1 FROM json_each(patients.resource, '$.identifier') WHERE value ->> '$.value' = @mrn COLLATE NOCASE)) ${usedFirst}`,
      )
      .all({ exceptId: exceptId ?? '', birthDate, mrn: details.mrn.trim() })
      .filter((row) => mayBeSamePatient(details, readJson(patientSchema, row.resource)))
      .map((row) => this.#viewOf(row));
  }

  /** Under which system the chart numbers its patients, as far as those here tell; undefined: it does not say. */
  mrnSystem(): string | undefined {
    const resources = this.#statements.prepare<[number], string>('SELECT resource FROM patients WHERE server_id IS NOT NULL ORDER BY row LIMIT ?').pluck().all(numberedLooked);
    const systems = Map.groupBy(resources.map((text) => medicalRecordIdentifier(readJson(patientSchema, text))?.system), (system) => system);
    systems.delete(undefined);
    return [...systems].toSorted(([, left], [, right]) => right.length - left.length)[0]?.[0];
  }

  #viewOf(row: PatientRow): PatientView {
    return patientView(readJson(patientSchema, row.resource), {
      id: row.id,
      pinned: row.pinned === 1,
      mediaCount: row.media_count,
      newestMediaAt: row.newest_media_at,
      safety: row.server_id === null ? this.#safetyOf(row.id) : null,
    });
  }

  /** Of one made here. What a person has to decide about a patient is no change on both sides. */
  #safetyOf(id: string): Safety | null {
    const [entry] = this.#outbox.unsettled(id);
    if (!entry) return null;
    const state = entry.state === 'conflict' ? 'needs-you' : safetyOfState[entry.state];
    return { state, progress: null, provenAt: null, failure: entry.failure };
  }

  #index(id: string, patient: Patient, name: string): void {
    const row = this.#statements.prepare<[string], number>('SELECT row FROM patients WHERE id = ?').pluck().get(id);
    this.#statements.prepare('DELETE FROM patient_search WHERE rowid = ?').run(row);
    const written = (patient.name ?? []).flatMap((one) => [one.text ?? '', one.family ?? '', ...(one.given ?? [])]);
    this.#statements
      .prepare('INSERT INTO patient_search (rowid, name, mrn, birth_date) VALUES (?, ?, ?, ?)')
      .run(row, [name, ...written].join(' '), medicalRecordNumber(patient) ?? '', patient.birthDate ?? '');
  }
}
