import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lockDirectory } from '../../../electron/keys/directoryLock.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { killNow, startProcess } from '../../support/processes.ts';
import { makeSmallDisk, smallDisksCanBeMade, type SmallDisk } from '../../support/smallDisk.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const holder = new URL('../../support/children/lockHolder.ts', import.meta.url);

describe('the lock of a data directory', () => {
  it('lets one in, and the next when the first has left', async () => {
    const directory = join(await temporaryDirectory(), 'new');
    const first = unwrap(lockDirectory(directory));
    expect(lockDirectory(directory)).toMatchObject({ ok: false, error: { code: 'local.in-use' } });
    first.release();
    unwrap(lockDirectory(directory)).release();
  });

  it('holds between processes and ends with a killed one', async () => {
    const directory = await temporaryDirectory();
    const child = startProcess(holder, directory);
    expect(await once(child, 'message')).toContain('held');
    expect(lockDirectory(directory)).toMatchObject({ ok: false, error: { code: 'local.in-use' } });
    await killNow(child);
    unwrap(lockDirectory(directory)).release();
    expect(readdirSync(directory)).toEqual(['lock.db']);
    expect(readFileSync(join(directory, 'lock.db')).byteLength).toBeLessThanOrEqual(4096);
  });

  describe.runIf(smallDisksCanBeMade)('on a disk that cannot be written', () => {
    let disk: SmallDisk;
    afterEach(() => {
      disk.remove();
    });

    it.each([false, true])('says so (lock made before: %s)', (madeBefore) => {
      disk = makeSmallDisk(1);
      if (madeBefore) unwrap(lockDirectory(disk.directory)).release();
      disk.setReadOnly(true);
      expect(lockDirectory(disk.directory)).toMatchObject({ ok: false, error: { code: 'local.read-only' } });
    });
  });
});
