import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/** Of every nonce used here. */
export const nonceBytes = 12;
/** What stands after the sealed bytes. */
export const tagBytes = 16;

/** Whoever uses a key again and again makes a KeyObject of it once: Node takes 17 µs to make one of bytes, eight times what the rest takes. */
export type GcmKey = Uint8Array | KeyObject;

/** AES-256-GCM: sealed bytes and tag. @param associated is authenticated with them. A nonce is used once under a key. */
export function sealGcm(key: GcmKey, nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @returns undefined when this is not what was sealed; then nothing of what was deciphered is left in memory. */
export function openGcm(key: GcmKey, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  const end = sealed.byteLength - tagBytes;
  if (end < 0 || nonce.byteLength !== nonceBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(associated).setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return undefined;
  }
}
