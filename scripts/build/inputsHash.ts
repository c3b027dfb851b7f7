import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from './projectPath.ts';

/** SHA-256 (hex) over the names and contents of files and folders, given relative to the project. Missing ones count as empty. */
export function inputsHash(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(input)) hash.update(`${file}\0`).update(readFileSync(projectPath(file))).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(relative: string): readonly string[] {
  const absolute = projectPath(relative);
  if (!existsSync(absolute)) return [];
  if (!statSync(absolute).isDirectory()) return [relative];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(relative, entry.parentPath.slice(absolute.length), entry.name))
    .sort();
}
