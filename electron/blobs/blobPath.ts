import { join } from 'node:path';

/** Files being written stand in the store's own directory, so that the rename never crosses a file system. */
export const temporaryPrefix = 'writing-';

export function isSha256(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** @throws RangeError for anything but a lower-case hex SHA-256: a name from outside never becomes a path. */
export function blobPath(directory: string, sha256: string): string {
  if (!isSha256(sha256)) throw new RangeError('not a SHA-256');
  return join(directory, sha256.slice(0, 2), sha256);
}
