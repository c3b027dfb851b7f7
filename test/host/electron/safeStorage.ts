import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { safeStorage as electronSafeStorage } from 'electron';

/** No key ring, unless a test names a key for one: what it seals can be opened again under the same name only. */
const testKey = process.env['LIGHTBOX_HOST_KEY_RING'];
const key = createHash('sha256').update(testKey ?? '').digest();

export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(testKey !== undefined),
  getSelectedStorageBackend: () => (testKey === undefined ? 'basic_text' : 'gnome_libsecret'),
  encryptStringAsync: async (plain) => {
    if (testKey === undefined) throw new Error('Encryption is not available');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptStringAsync: async (sealed) => {
    if (testKey === undefined) throw new Error('Encryption is not available');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return { shouldReEncrypt: false, result: Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8') };
  },
} satisfies Pick<typeof electronSafeStorage, 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'>;
