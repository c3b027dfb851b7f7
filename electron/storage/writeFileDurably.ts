import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a small file so that after a crash either the old or the new content stands there, and after the return the new one for good.
 * @throws the system's error (ENOSPC, EROFS …); the old file is then untouched.
 */
export function writeFileDurably(path: string, bytes: Uint8Array | string): void {
  const temporary = `${path}.new`;
  try {
    const file = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectoryNow(dirname(path));
}

/** As syncDirectory does it, for those who cannot wait. */
function syncDirectoryNow(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
