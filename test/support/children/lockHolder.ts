import { lockDirectory } from '../../../electron/keys/directoryLock.ts';

/** Takes the lock of a data directory, says how that went, and stays until it is killed. */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('which directory?');
const lock = lockDirectory(directory);
process.send?.(lock.ok ? 'held' : lock.error.code);
process.on('message', () => undefined);
