import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Settings } from '../store/settings.ts';

export const gatewayTokenSeconds = 1800;
const algorithm = 'HS256';
const audience = 'lightbox-gateway';

export interface GatewayUser {
  readonly id: string;
  readonly username: string;
}

/** A service token, sent as the header APIKey beside a user, becomes a bearer JWT that speaks for the user. Made at the first start and kept. */
export interface GatewayTokens {
  readonly apiKey: string;
  readonly isApiKey: (given: string) => boolean;
  readonly issue: (user: GatewayUser) => Promise<string>;
  readonly isValid: (token: string) => Promise<boolean>;
}

/** @param now ms since 1970. */
export async function openGatewayTokens(settings: Settings, now: () => number): Promise<GatewayTokens> {
  const apiKey = await settings.keep('gatewayApiKey', () => randomBytes(32).toString('base64url'));
  const secret = Buffer.from(await settings.keep('gatewaySecret', () => randomBytes(32).toString('base64url')), 'base64url');
  return {
    apiKey,
    isApiKey: (given) => timingSafeEqual(digest(given), digest(apiKey)),
    issue: ({ id, username }) => {
      const seconds = Math.floor(now() / 1000);
      return new SignJWT({ username })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setSubject(id)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + gatewayTokenSeconds)
        .sign(secret);
    },
    isValid: async (token) => {
      try {
        await jwtVerify(token, secret, { algorithms: [algorithm], audience, requiredClaims: ['exp', 'sub'], currentDate: new Date(now()) });
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Comparing digests takes the same time wherever they differ. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
