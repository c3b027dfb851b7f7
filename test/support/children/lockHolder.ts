import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lockDirectory } from '../../../electron/keys/directoryLock.ts';

/** Takes the lock of a data directory, forgets its handle, says how that went, and stays until it is killed. */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('which directory?');
const taken = take(directory);
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
await setImmediate();
collectGarbage();
await setImmediate();
process.send?.(taken);
process.on('message', () => undefined);

function take(where: string): string {
  const lock = lockDirectory(where);
  return lock.ok ? 'held' : lock.error.code;
}
