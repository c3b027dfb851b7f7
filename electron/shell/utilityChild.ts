import { utilityProcess } from 'electron';
import type { SpawnChild } from '../process/child.ts';

/** Children as Electron's utility processes: they have Node, are sandboxed from the window, and end with the app. */
export const spawnUtilityChild: SpawnChild = (entry, options = {}) => {
  const child = utilityProcess.fork(entry, [], {
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'ignore', 'inherit'],
    serviceName: 'Lightbox helper',
  });
  let killed = false;
  return {
    send: (message) => {
      child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', (code) => {
        listener(killed ? null : code);
      });
    },
    kill: () => {
      killed = true;
      child.kill();
    },
  };
};
