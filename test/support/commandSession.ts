import { join } from 'node:path';
import { createHandlers } from '../../electron/ipc/createHandlers.ts';
import type { Handlers } from '../../electron/ipc/handlers.ts';
import { spawnNodeChild } from '../../electron/process/nodeChild.ts';
import { createSession } from '../../electron/workspace/createSession.ts';
import { fail, unwrap } from '../../shared/errors/result.ts';
import { passphrase } from './commandLine.ts';

export interface OpenHandlersOptions {
  readonly dataDirectory: string;
  /** What the person chooses where a folder is asked for. */
  readonly folder?: string;
}

/** What the window would be told of a data directory the command line made, without a window and without anything going by itself. */
export async function withHandlers<Value>({ dataDirectory, folder }: OpenHandlersOptions, work: (handlers: Handlers) => Promise<Value>): Promise<Value> {
  const electron = join(import.meta.dirname, '../../electron');
  const session = createSession({
    dataDirectory, demo: false, appVersion: '0.0.0', background: false, demoMediaDirectory: join(electron, 'mediaServer/demo/media'),
    entries: { cacheWorker: join(electron, 'cache/cacheWorker.ts'), imaging: join(electron, 'imaging/process.ts'), mediaServer: join(electron, 'mediaServer/process.ts') },
    spawnChild: spawnNodeChild, systemKeyRing: null, emit: () => undefined, openInBrowser: async () => fail('local.no-browser'), chooseFolder: async () => folder,
    onDefect: (error) => {
      throw error;
    },
  });
  try {
    unwrap(await session.unlock(passphrase));
    return await work(createHandlers(session));
  } finally {
    await session.close();
  }
}
