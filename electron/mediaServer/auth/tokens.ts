import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import type { Settings } from '../store/settings.ts';

export const tokenLifetimeSeconds = 3600;
/** The one scope there is: everything this server holds. */
export const grantedScope = 'system/*.*';
const algorithm = 'ES256';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** OAuth2 client credentials (RFC 6749 section 4.4) with signed access tokens. Client and key are made at the first start and kept. */
export interface Tokens {
  readonly client: ClientCredentials;
  readonly isClient: (credentials: ClientCredentials) => boolean;
  readonly issue: () => Promise<string>;
  /** Signature, algorithm, issuer, audience and expiry all hold. */
  readonly isValid: (token: string) => Promise<boolean>;
}

/** @param now ms since 1970. */
export async function openTokens(settings: Settings, now: () => number): Promise<Tokens> {
  const issuer = await settings.keep('issuer', () => `urn:uuid:${randomUUID()}`);
  const clientId = await settings.keep('clientId', () => `lightbox-${randomBytes(6).toString('hex')}`);
  const clientSecret = await settings.keep('clientSecret', () => randomBytes(32).toString('base64url'));
  const privateJwk = JSON.parse(await settings.keep('signingKey', makeSigningKey)) as JWK;
  const { d: _secret, ...publicJwk } = privateJwk;
  const signingKey = await importJWK(privateJwk, algorithm);
  const verifyingKey = await importJWK(publicJwk, algorithm);
  return {
    client: { clientId, clientSecret },
    isClient: (credentials) => sameText(credentials.clientId, clientId) && sameText(credentials.clientSecret, clientSecret),
    issue: () => {
      const seconds = Math.floor(now() / 1000);
      return new SignJWT({ scope: grantedScope })
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(clientId)
        .setJti(randomUUID())
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + tokenLifetimeSeconds)
        .sign(signingKey);
    },
    isValid: async (token) => {
      try {
        await jwtVerify(token, verifyingKey, {
          algorithms: [algorithm], typ: 'at+jwt', issuer, audience: issuer, subject: clientId, requiredClaims: ['exp'], currentDate: new Date(now()),
        });
        return true;
      } catch {
        return false;
      }
    },
  };
}

async function makeSigningKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

/** Takes the same time wherever they differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
