import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** Base64; `sealed` ends with the tag. */
export interface Sealed {
  readonly nonce: string;
  readonly sealed: string;
}

/** AES-256-GCM with a random nonce. `label` is authenticated with it: what was sealed for one place opens in no other. */
export function seal(key: Uint8Array, plain: Uint8Array, label: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/** How many bytes were sealed; undefined when nothing could have been sealed so. */
export function sealedLength(wrap: Sealed): number | undefined {
  const length = Buffer.from(wrap.sealed, 'base64').length - tagBytes;
  return length < 0 || Buffer.from(wrap.nonce, 'base64').length !== nonceBytes ? undefined : length;
}

/** @returns undefined when the key or the label is another, or a bit was changed. */
export function open(key: Uint8Array, wrap: Sealed, label: string): Buffer | undefined {
  const length = sealedLength(wrap);
  if (length === undefined) return undefined;
  const sealed = Buffer.from(wrap.sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(wrap.nonce, 'base64'), { authTagLength: tagBytes })
    .setAAD(Buffer.from(label))
    .setAuthTag(sealed.subarray(length));
  const plain = decipher.update(sealed.subarray(0, length));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return undefined;
  }
}
