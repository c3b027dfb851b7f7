import type { z } from 'zod';
import { failureSchema } from '../../shared/errors/errorCode.ts';
import { registrationSchema } from '../../shared/fhir/registration.ts';
import { mediaSchema, patientSchema } from '../../shared/fhir/resources.ts';
import { deviationsSchema } from '../../shared/fhir/xcaliber/deviation.ts';
import { elementsNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import { lossesSchema } from '../../shared/sync/loss.ts';
import { setAsideItemSchema } from '../../shared/sync/setAsideItem.ts';
import type { EncryptedDatabase } from '../sqlite/openEncrypted.ts';
import { storageFailure } from '../storage/storageFailure.ts';
import { probeSchema } from './repositories/media.ts';
import { pageContentsSchema } from './repositories/pageContents.ts';
import { toldApartSchema } from './repositories/registrations.ts';

/** Every JSON column and what it must hold. `key` names the row in a finding and is never patient data. */
const jsonColumns: readonly { readonly table: string; readonly key: string; readonly column: string; readonly schema: z.ZodType }[] = [
  { table: 'patients', key: 'id', column: 'resource', schema: patientSchema },
  { table: 'media', key: 'id', column: 'current', schema: mediaSchema },
  { table: 'media', key: 'id', column: 'base', schema: mediaSchema },
  { table: 'media', key: 'id', column: 'probe', schema: probeSchema },
  { table: 'media', key: 'id', column: 'pages', schema: pageContentsSchema },
  { table: 'media', key: 'id', column: 'deviations', schema: deviationsSchema },
  { table: 'media', key: 'id', column: 'losses', schema: lossesSchema },
  { table: 'outbox', key: 'sequence', column: 'failure', schema: failureSchema },
  { table: 'registrations', key: 'id', column: 'current', schema: registrationSchema },
  { table: 'registrations', key: 'id', column: 'base', schema: registrationSchema },
  { table: 'registrations', key: 'id', column: 'told_apart', schema: toldApartSchema },
  { table: 'conflicts', key: 'media_id', column: 'theirs', schema: mediaSchema },
  { table: 'set_aside', key: 'id', column: 'item', schema: setAsideItemSchema },
];

const nothingUnsettled = `NOT EXISTS (SELECT 1 FROM outbox WHERE resource_id = media.id AND state <> 'confirmed')`;

/** Questions whose every answer is a row that breaks a promise. */
const promises: readonly { readonly finding: string; readonly query: string }[] = [
  {
    finding: 'outbox entry without its media',
    query: `SELECT sequence FROM outbox WHERE resource_type = 'Media' AND resource_id NOT IN (SELECT id FROM media)`,
  },
  {
    finding: 'outbox entry without what was registered',
    query: `SELECT sequence FROM outbox WHERE resource_type <> 'Media' AND resource_id NOT IN (SELECT id FROM registrations)`,
  },
  {
    finding: 'registered only here without an entry that would send it',
    query: `SELECT id FROM registrations WHERE proven_at IS NULL AND given_up_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox WHERE resource_id = registrations.id AND state <> 'confirmed')`,
  },
  {
    finding: 'patient only here who was not registered',
    query: `SELECT id FROM patients WHERE server_id IS NULL AND id NOT IN (SELECT id FROM registrations WHERE resource_type = 'Patient' AND given_up_at IS NULL)`,
  },
  {
    finding: 'media only here without an entry that would send it',
    query: `SELECT id FROM media WHERE base IS NULL AND ${nothingUnsettled}`,
  },
  {
    finding: 'more than one unsettled creation',
    query: `SELECT resource_id FROM outbox WHERE state <> 'confirmed' AND operation = 'create' GROUP BY resource_id HAVING count(*) > 1`,
  },
  {
    finding: 'conflict without what the chart held',
    query: `SELECT sequence FROM outbox WHERE state = 'conflict' AND resource_type = 'Media' AND resource_id NOT IN (SELECT media_id FROM conflicts)`,
  },
  {
    finding: 'media that waits for one the chart is proven to hold',
    query: `SELECT waits.id FROM waits JOIN media ON media.id = on_id WHERE media.base IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox WHERE resource_id = on_id AND operation = 'create' AND state <> 'confirmed')`,
  },
  {
    finding: 'waits for what was registered, and will not be sent any more',
    query: `SELECT waits.id FROM waits JOIN registrations ON registrations.id = on_id WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE resource_id = on_id AND state <> 'confirmed')`,
  },
  {
    finding: 'media only here without its bytes',
    query: `SELECT id FROM media WHERE base IS NULL AND content_sha256 IS NULL`,
  },
  {
    finding: 'patient missing from the search index',
    query: `SELECT id FROM patients WHERE row NOT IN (SELECT rowid FROM patient_search)`,
  },
  {
    finding: 'media missing from the search index',
    query: `SELECT id FROM media WHERE row NOT IN (SELECT rowid FROM media_search)`,
  },
];

/** Reads every page and row; nothing is changed. */
export function verifyCache(database: EncryptedDatabase, furtherFindings: () => readonly string[]): string[] {
  try {
    return [...pageFindings(database), ...jsonFindings(database), ...promiseFindings(database), ...unsentFindings(database), ...furtherFindings()];
  } catch (error) {
    const failure = storageFailure(error);
    if (!failure) throw error;
    // A damaged page cannot be read past; what was found before it tells no more than this.
    return [`database: ${failure.code} ${failure.detail ?? ''}`.trim()];
  }
}

function pageFindings(database: EncryptedDatabase): string[] {
  const results = database.prepare<[], string>('PRAGMA integrity_check').pluck().all();
  const foreignKeys = database.prepare<[], string>('SELECT "table" FROM pragma_foreign_key_check').pluck().all();
  for (const index of ['patient_search', 'media_search']) database.exec(`INSERT INTO ${index} (${index}) VALUES ('integrity-check')`);
  return [
    ...results.filter((result) => result !== 'ok').map((result) => `database: ${result}`),
    ...foreignKeys.map((table) => `${table}: a row points nowhere`),
  ];
}

function jsonFindings(database: EncryptedDatabase): string[] {
  const findings: string[] = [];
  for (const { table, key, column, schema } of jsonColumns) {
    const rows = database.prepare<[], { name: string | number; text: string }>(`SELECT ${key} AS name, ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL`);
    for (const { name, text } of rows.iterate()) {
      if (!isValid(schema, text)) findings.push(`${table} ${String(name)}: ${column} is not what it should be`);
    }
  }
  const settings = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings');
  for (const { name, value } of settings.iterate()) if (parseJson(value) === undefined) findings.push(`settings ${name}: not JSON`);
  return findings;
}

function promiseFindings(database: EncryptedDatabase): string[] {
  return promises.flatMap(({ finding, query }) =>
    database
      .prepare<[], string | number>(query)
      .pluck()
      .all()
      .map((row) => `${String(row)}: ${finding}`),
  );
}

/** Changed here, and no entry would tell the chart: the one thing that must never be. */
function unsentFindings(database: EncryptedDatabase): string[] {
  const findings: string[] = [];
  const rows = database.prepare<[], { id: string; current: string; base: string }>(
    `SELECT id, current, base FROM media WHERE base IS NOT NULL AND current <> base AND ${nothingUnsettled}`,
  );
  for (const { id, current, base } of rows.iterate()) {
    const [mine, theirs] = [mediaSchema.safeParse(parseJson(current)), mediaSchema.safeParse(parseJson(base))];
    if (mine.success && theirs.success && elementsNotHeld(mine.data, theirs.data).length > 0) findings.push(`${id}: media changed here without an entry that would send it`);
  }
  return findings;
}

function isValid(schema: z.ZodType, text: string): boolean {
  return schema.safeParse(parseJson(text)).success;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
