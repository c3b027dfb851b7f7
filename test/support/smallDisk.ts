import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real file system of a few megabytes, to be filled up or made read-only. */
export interface SmallDisk {
  readonly directory: string;
  readonly setReadOnly: (readOnly: boolean) => void;
  readonly grow: (megabytes: number) => void;
  readonly remove: () => void;
}

const isRoot = process.getuid?.() === 0;

/**
 * Whether this system lets its user mount one: Linux, as root or with `sudo -n`. Elsewhere the tests of full and read-only disks are
 * counted as skipped; the machine that releases runs them.
 */
export const smallDisksCanBeMade = process.platform === 'linux' && (isRoot || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0);

/** A tmpfs. @param megabytes need not be whole: its pages are 4 KiB. */
export function makeSmallDisk(megabytes: number): SmallDisk {
  const directory = mkdtempSync(join(tmpdir(), 'lightbox-disk-'));
  const asRoot = (command: string, ...args: readonly string[]): void => {
    const [file, ...rest] = isRoot ? [command, ...args] : ['sudo', '-n', command, ...args];
    execFileSync(file, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${kilobytes(megabytes)}k,mode=777`, 'tmpfs', directory);
  return {
    directory,
    setReadOnly: (readOnly) => {
      asRoot('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, directory);
    },
    grow: (larger) => {
      asRoot('mount', '-o', `remount,size=${kilobytes(larger)}k`, directory);
    },
    remove: () => {
      asRoot('umount', '--lazy', directory);
      rmdirSync(directory);
    },
  };
}

function kilobytes(megabytes: number): string {
  return String(Math.ceil(megabytes * 1024));
}
