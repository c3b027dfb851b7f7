import { safeStorage } from 'electron';
import type { SystemKeyRing } from '../keys/systemKeyRing.ts';

/**
 * The operating system's key ring, or null where it has none. On Linux without one Chromium falls back to a password that stands in
 * its source; a key "sealed" by that would lie open on the disk. Once the app is ready.
 */
export function findSystemKeyRing(platform: NodeJS.Platform): SystemKeyRing | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return null;
  return {
    // safeStorage keeps strings.
    seal: (plain) => safeStorage.encryptString(Buffer.from(plain).toString('base64')),
    open: (sealed) => Buffer.from(safeStorage.decryptString(Buffer.from(sealed)), 'base64'),
  };
}
