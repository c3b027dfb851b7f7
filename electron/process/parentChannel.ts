/** How a child process talks to whoever started it: structured clone both ways. */
export interface ParentChannel {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly onDisconnect: (listener: () => void) => void;
}

/** What Electron's utilityProcess puts on `process`; there is no such thing under node:child_process. */
interface UtilityProcess {
  readonly parentPort?: {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
    on(event: 'close', listener: () => void): void;
  };
}

/**
 * The same channel under `child_process.fork` (serialization 'advanced') and under Electron's utilityProcess.
 * @throws when the process was started by neither.
 */
export function parentChannel(): ParentChannel {
  // Through unknown: where the shell is compiled along, Electron's own types claim that every process has a parentPort.
  const { parentPort } = process as unknown as UtilityProcess;
  if (parentPort !== undefined) {
    return {
      send: (message) => {
        parentPort.postMessage(message);
      },
      onMessage: (listener) => {
        parentPort.on('message', (event) => {
          listener(event.data);
        });
      },
      onDisconnect: (listener) => {
        parentPort.on('close', listener);
      },
    };
  }
  if (process.send === undefined) throw new Error('this module runs as a child process only');
  return {
    send: (message) => {
      // A parent that is gone hears nothing; `disconnect` ends us.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
    onDisconnect: (listener) => {
      process.on('disconnect', listener);
    },
  };
}
