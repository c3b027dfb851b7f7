import { z } from 'zod';
import { visitTitle } from '../../../shared/fhir/newVisit.ts';
import { ownIdentifier } from '../../../shared/fhir/ownIdentifier.ts';
import { registrationSchema, type Registration } from '../../../shared/fhir/registration.ts';
import type { RegistrationRecord } from '../../../shared/sync/ports.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { readJson, readNullableJson, writeNullableJson } from '../storedJson.ts';

interface RegistrationRow {
  readonly id: string;
  readonly patient_id: string;
  readonly server_id: string | null;
  readonly version_id: string | null;
  readonly proven_at: number | null;
  readonly told_apart: string;
  readonly current: string;
  readonly base: string | null;
}

export type StoredRegistration = Omit<RegistrationRecord, 'alike'>;

export const toldApartSchema = z.array(z.string());

/** Patients and visits that were made on this computer, as they were made and as the chart took them. */
export class Registrations {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param registration.at ms since 1970. */
  insert({ id, patientId, current, at }: { readonly id: string; readonly patientId: string; readonly current: Registration; readonly at: number }): void {
    this.#statements
      .prepare('INSERT INTO registrations (id, resource_type, patient_id, recorded_at, current) VALUES (?, ?, ?, ?, ?)')
      .run(id, current.resourceType, patientId, at, JSON.stringify(current));
  }

  record(id: string): StoredRegistration | undefined {
    const row = this.#statements.prepare<[string], RegistrationRow>('SELECT * FROM registrations WHERE id = ?').get(id);
    if (!row) return undefined;
    return {
      id: row.id, patientId: row.patient_id, serverId: row.server_id, versionId: row.version_id, provenAt: row.proven_at,
      toldApart: readJson(toldApartSchema, row.told_apart),
      current: readJson(registrationSchema, row.current),
      base: readNullableJson(registrationSchema, row.base),
    };
  }

  /** Looks through all patients: the chart's ids of those who carry an identifier of this one, and whom nobody told apart from it. */
  alike({ id, toldApart }: StoredRegistration): string[] {
    return this.#sharingIdentifier(id).filter((serverId) => !toldApart.includes(serverId));
  }

  /** Looks through all patients: whether one of the chart's carries the identifier that only this one was given. */
  isTaken(id: string): boolean {
    const { system, value } = ownIdentifier(id);
    return this.#statements
      .prepare<[string, string], number>(
        `SELECT 1 FROM patients, json_each(patients.resource, '$.identifier') AS theirs
         WHERE patients.server_id IS NOT NULL AND theirs.value ->> '$.value' = ? AND theirs.value ->> '$.system' = ? LIMIT 1`,
      )
      .pluck()
      .get(value, system) !== undefined;
  }

  has(id: string): boolean {
    return this.#statements.prepare<[string], number>('SELECT 1 FROM registrations WHERE id = ?').pluck().get(id) !== undefined;
  }

  saveCurrent(id: string, current: Registration): void {
    this.#statements.prepare('UPDATE registrations SET current = ? WHERE id = ?').run(JSON.stringify(current), id);
  }

  saveAnswer(id: string, { serverId, versionId, base, provenAt }: Pick<RegistrationRecord, 'serverId' | 'versionId' | 'base' | 'provenAt'>): void {
    this.#statements
      .prepare('UPDATE registrations SET server_id = ?, version_id = ?, base = ?, proven_at = ? WHERE id = ?')
      .run(serverId, versionId, writeNullableJson(base), provenAt, id);
  }

  tellApart(id: string, serverIds: readonly string[]): void {
    this.#statements.prepare('UPDATE registrations SET told_apart = ? WHERE id = ?').run(JSON.stringify(serverIds), id);
  }

  /** It will not be sent. */
  giveUp(id: string, at: number): void {
    this.#statements.prepare('UPDATE registrations SET given_up_at = ?, left_at = coalesce(left_at, ?) WHERE id = ?').run(at, at, id);
  }

  /** What was made of one patient, himself among it, is another's. */
  giveTo(patientId: string, otherId: string): void {
    this.#statements.prepare('UPDATE registrations SET patient_id = ? WHERE patient_id = ?').run(otherId, patientId);
  }

  /** Who a patient made here stands for: himself, or whom a person found him to be. Undefined: he was not made here. */
  standsFor(patientId: string): string | undefined {
    return this.#statements.prepare<[string], string>(`SELECT patient_id FROM registrations WHERE id = ? AND resource_type = 'Patient'`).pluck().get(patientId);
  }

  /** The visit that what is recorded of this patient joins; the last that began, unless it was left. */
  presentVisit(patientId: string): { readonly id: string; readonly title: string; readonly startedAt: number } | undefined {
    const row = this.#statements
      .prepare<[string], { id: string; current: string; recorded_at: number }>(
        `SELECT id, current, recorded_at FROM registrations WHERE patient_id = ? AND resource_type = 'Encounter' AND left_at IS NULL ORDER BY recorded_at DESC, id LIMIT 1`,
      )
      .get(patientId);
    if (!row) return undefined;
    const current = readJson(registrationSchema, row.current);
    return current.resourceType === 'Encounter' ? { id: row.id, title: visitTitle(current), startedAt: row.recorded_at } : undefined;
  }

  leave(visitId: string, at: number): void {
    this.#statements.prepare('UPDATE registrations SET left_at = ? WHERE id = ? AND left_at IS NULL').run(at, visitId);
  }

  #sharingIdentifier(id: string): string[] {
    return this.#statements
      .prepare<[string], string>(
        `SELECT DISTINCT patients.server_id FROM registrations, json_each(registrations.current, '$.identifier') AS mine, patients, json_each(patients.resource, '$.identifier') AS theirs
         WHERE registrations.id = ? AND resource_type = 'Patient' AND patients.server_id IS NOT NULL AND patients.id <> registrations.id
           AND theirs.value ->> '$.value' = mine.value ->> '$.value' AND coalesce(theirs.value ->> '$.system', '') = coalesce(mine.value ->> '$.system', '')`,
      )
      .pluck()
      .all(id);
  }
}
