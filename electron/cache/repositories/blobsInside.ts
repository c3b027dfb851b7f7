import { hashesApart } from '../../../shared/fhir/bytesApart.ts';
import type { Statements } from '../../sqlite/statements.ts';

/** Every column that holds a Media, or a part of one. */
const columns = [['current', 'media'], ['base', 'media'], ['theirs', 'conflicts'], ['item', 'set_aside']] as const;

/** SHA-256 of what is named inside Media, whose bytes stood there (shared/fhir/bytesApart): those that are held, waited about, or set aside. */
export function blobsInside(statements: Statements): string[] {
  const query = columns.map(([column, table]) => `SELECT ${column} FROM ${table} WHERE instr(${column}, 'bytes-apart:') > 0`).join(' UNION ALL ');
  return statements.prepare<[], string>(query).pluck().all().flatMap(hashesApart);
}
