import type { EncryptedDatabase } from '../../sqlite/openEncrypted.ts';
import { Statements } from '../../sqlite/statements.ts';

export interface RefreshGrant {
  readonly grantId: string;
  readonly scope: string;
  readonly patient: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** What outlives a restart of the tokens given out. */
export class Grants {
  readonly #statements: Statements;

  constructor(database: EncryptedDatabase) {
    this.#statements = new Statements(database);
  }

  /** @param hash SHA-256 of the refresh token. */
  add(hash: string, { grantId, scope, patient, expires }: RefreshGrant): void {
    this.#statements.prepare('INSERT INTO refresh_token (hash, grant_id, scope, patient, expires) VALUES (?, ?, ?, ?, ?)').run(hash, grantId, scope, patient ?? null, expires);
  }

  find(hash: string): RefreshGrant | undefined {
    const row = this.#statements
      .prepare<[string], { readonly grant_id: string; readonly scope: string; readonly patient: string | null; readonly expires: number }>('SELECT grant_id, scope, patient, expires FROM refresh_token WHERE hash = ?')
      .get(hash);
    return row === undefined ? undefined : { grantId: row.grant_id, scope: row.scope, patient: row.patient ?? undefined, expires: row.expires };
  }

  /** @param until when whatever bears this id has expired anyway, ms since 1970. */
  revoke(id: string, until: number): void {
    this.#statements.prepare('INSERT INTO revoked (id, until) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET until = max(until, excluded.until)').run(id, until);
  }

  isRevoked(id: string): boolean {
    return this.#statements.prepare('SELECT 1 FROM revoked WHERE id = ?').get(id) !== undefined;
  }

  forgetExpired(now: number): void {
    this.#statements.prepare('DELETE FROM refresh_token WHERE expires < ?').run(now);
    this.#statements.prepare('DELETE FROM revoked WHERE until < ?').run(now);
  }
}
