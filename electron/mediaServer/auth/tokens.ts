import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import type { Grants } from '../store/grants.ts';
import type { Settings } from '../store/settings.ts';
import { accessOf, type Access } from './access.ts';

/** A signature that held once holds until it expires: checking it again costs more than most requests. */
const mostVerified = 1000;

export const tokenLifetimeSeconds = 3600;
const refreshLifetimeMilliseconds = 30 * 86_400_000;
/** What a client of its own may do: everything this server holds. */
export const systemScope = 'system/*.*';
/** Applications of people: no secret, PKCE instead, and a loopback redirect. */
export const appClientId = 'lightbox-app';
const algorithm = 'ES256';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What was granted once, and every token that came of it. */
export interface Granted {
  readonly grantId: string;
  readonly subject: string;
  readonly scope: string;
  readonly patient: string | undefined;
}

/** Signed access tokens (JWT, one hour) and refresh tokens (30 days, good once). Client and key are made at the first start and kept. */
export interface Tokens {
  readonly client: ClientCredentials;
  readonly isClient: (credentials: ClientCredentials) => boolean;
  /** Whether this is the secret of the server's owner. */
  readonly isSecret: (secret: string) => boolean;
  readonly issue: (granted: Granted) => Promise<string>;
  readonly issueRefresh: (granted: Granted) => string;
  /** A refresh token is good once: whoever comes with a used one stole it or was robbed, and the whole grant ends. */
  readonly useRefresh: (token: string) => Granted | undefined;
  readonly revoke: (token: string) => Promise<void>;
  readonly revokeGrant: (grantId: string) => void;
  /** Signature, algorithm, issuer, audience and expiry all hold, and nobody revoked it. */
  readonly verify: (token: string) => Promise<Access | undefined>;
}

const claimsSchema = z.object({ jti: z.string(), grant: z.string(), scope: z.string(), patient: z.string().optional(), exp: z.number() });

/** @param now ms since 1970. */
export async function openTokens(settings: Settings, grants: Grants, now: () => number): Promise<Tokens> {
  const issuer = await settings.keep('issuer', () => `urn:uuid:${randomUUID()}`);
  const clientId = await settings.keep('clientId', () => `lightbox-${randomBytes(6).toString('hex')}`);
  const clientSecret = await settings.keep('clientSecret', () => randomBytes(32).toString('base64url'));
  const privateJwk = JSON.parse(await settings.keep('signingKey', makeSigningKey)) as JWK;
  const { d: _secret, ...publicJwk } = privateJwk;
  const signingKey = await importJWK(privateJwk, algorithm);
  const verifyingKey = await importJWK(publicJwk, algorithm);
  grants.forgetExpired(now());

  const verifiedClaims = new Map<string, z.infer<typeof claimsSchema>>();
  const claimsOf = async (token: string) => {
    const known = verifiedClaims.get(token);
    if (known !== undefined && known.exp * 1000 > now()) return known;
    const claims = await verifyClaims(token);
    verifiedClaims.delete(token);
    if (claims === undefined) return undefined;
    const [oldest] = verifiedClaims.keys();
    if (oldest !== undefined && verifiedClaims.size >= mostVerified) verifiedClaims.delete(oldest);
    verifiedClaims.set(token, claims);
    return claims;
  };
  const verifyClaims = async (token: string) => {
    try {
      const verified = await jwtVerify(token, verifyingKey, {
        algorithms: [algorithm], typ: 'at+jwt', issuer, audience: issuer, requiredClaims: ['exp'], currentDate: new Date(now()),
      });
      return claimsSchema.safeParse(verified.payload).data;
    } catch {
      return undefined;
    }
  };
  const revokeGrant = (grantId: string) => grants.revoke(grantId, now() + refreshLifetimeMilliseconds);

  return {
    client: { clientId, clientSecret },
    isClient: (credentials) => sameText(credentials.clientId, clientId) && sameText(credentials.clientSecret, clientSecret),
    isSecret: (secret) => sameText(secret, clientSecret),
    issue: ({ grantId, subject, scope, patient }) => {
      const seconds = Math.floor(now() / 1000);
      return new SignJWT({ scope, grant: grantId, ...(patient === undefined ? {} : { patient }) })
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + tokenLifetimeSeconds)
        .sign(signingKey);
    },
    issueRefresh: ({ grantId, scope, patient }) => {
      const token = randomBytes(32).toString('base64url');
      grants.add(hashOf(token), { grantId, scope, patient, expires: now() + refreshLifetimeMilliseconds });
      return token;
    },
    useRefresh: (token) => {
      const hash = hashOf(token);
      const found = grants.find(hash);
      if (found === undefined || found.expires <= now() || grants.isRevoked(found.grantId)) return undefined;
      if (grants.isRevoked(hash)) {
        revokeGrant(found.grantId);
        return undefined;
      }
      grants.revoke(hash, found.expires);
      return { grantId: found.grantId, subject: appClientId, scope: found.scope, patient: found.patient };
    },
    revoke: async (token) => {
      const refresh = grants.find(hashOf(token));
      if (refresh !== undefined) return revokeGrant(refresh.grantId);
      const claims = await claimsOf(token);
      if (claims !== undefined) grants.revoke(claims.jti, claims.exp * 1000);
    },
    revokeGrant,
    verify: async (token) => {
      const claims = await claimsOf(token);
      if (claims === undefined || grants.isRevoked(claims.jti) || grants.isRevoked(claims.grant)) return undefined;
      return accessOf(claims.scope, claims.patient);
    },
  };
}

async function makeSigningKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Takes the same time wherever they differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
