import { randomBytes } from 'node:crypto';
import { nonceBytes, openGcm, sealGcm, tagBytes } from '../storage/aesGcm.ts';

/** Base64; `sealed` ends with the tag. */
export interface Sealed {
  readonly nonce: string;
  readonly sealed: string;
}

/** AES-256-GCM with a random nonce. `label` is authenticated with it: what was sealed for one place opens in no other. */
export function seal(key: Uint8Array, plain: Uint8Array, label: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  return { nonce: nonce.toString('base64'), sealed: sealGcm(key, nonce, Buffer.from(label), plain).toString('base64') };
}

/** How many bytes were sealed; undefined when nothing could have been sealed so. */
export function sealedLength(wrap: Sealed): number | undefined {
  const length = Buffer.from(wrap.sealed, 'base64').length - tagBytes;
  return length < 0 || Buffer.from(wrap.nonce, 'base64').length !== nonceBytes ? undefined : length;
}

/** @returns undefined when the key or the label is another, or a bit was changed. */
export function open(key: Uint8Array, wrap: Sealed, label: string): Buffer | undefined {
  return openGcm(key, Buffer.from(wrap.nonce, 'base64'), Buffer.from(label), Buffer.from(wrap.sealed, 'base64'));
}
