import { safeStorage } from 'electron';
import type { SystemKeyRing } from '../keys/systemKeyRing.ts';

/**
 * The operating system's key ring, or null where it has none. On Linux without one Chromium falls back to a password that stands in
 * its source; a key "sealed" by that would lie open on the disk. Once the app is ready.
 */
export async function findSystemKeyRing(platform: NodeJS.Platform): Promise<SystemKeyRing | null> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return null;
  return {
    // safeStorage keeps strings.
    seal: (plain) => safeStorage.encryptStringAsync(Buffer.from(plain).toString('base64')),
    open: async (sealed) => Buffer.from((await safeStorage.decryptStringAsync(Buffer.from(sealed))).result, 'base64'),
  };
}
