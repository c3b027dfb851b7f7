import { fork } from 'node:child_process';
import type { SpawnChild } from './child.ts';

/**
 * Children as plain Node processes, for the command line and the tests. They hear of their parent's end by the channel closing
 * (parentChannel's `onDisconnect`), whatever that end was.
 */
export const spawnNodeChild: SpawnChild = (entry, options = {}) => {
  const child = fork(entry, [], {
    serialization: 'advanced',
    // Flags of the parent (a debugger's port, a test runner's loader) are not the child's.
    execArgv: [],
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    send: (message) => {
      // A child that is gone hears nothing; `onExit` tells.
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', listener);
      // It could not even be started.
      child.once('error', () => {
        if (child.pid === undefined) listener(null);
      });
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
