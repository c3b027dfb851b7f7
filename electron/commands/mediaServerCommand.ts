import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { attempt, fail, succeed, unwrap, type Result } from '../../shared/errors/result.ts';
import { lockDirectory } from '../keys/directoryLock.ts';
import { createKeyRing, keyRingState, openWithPassphrase, type KeyRing } from '../keys/keyRing.ts';
import { startMediaServer } from '../mediaServer/startMediaServer.ts';
import type { Output } from './output.ts';
import { reachOf, type ReachOptions } from './serverReach.ts';
import { passphraseVariable } from './withWorkspace.ts';

export interface MediaServerOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Without one the server forgets everything when it ends. */
  readonly data?: string;
  readonly seed: boolean;
  readonly demoMediaDirectory: string;
  readonly passphrase: string | undefined;
  readonly reach: ReachOptions;
}

/** `media-server`: prints one JSON line and serves until SIGINT or SIGTERM. */
export async function mediaServerCommand(options: MediaServerOptions, output: Output): Promise<void> {
  const served = await attempt(() => serve(options, output));
  if (!served.ok) output.refuse(served.error);
}

async function serve(options: MediaServerOptions, output: Output): Promise<void> {
  const reach = await reachOf(options.reach, new Date());
  const storage = options.data === undefined ? await temporaryStorage() : unwrap(await keptStorage(resolve(options.data), options.passphrase));
  try {
    const server = await startMediaServer({
      dataDirectory: storage.directory,
      key: storage.key,
      port: options.port,
      seed: options.seed,
      demoMediaDirectory: options.demoMediaDirectory,
      ...reach,
    });
    const { baseUrl, tokenUrl, clientId, clientSecret, gateway } = server;
    output.answer({ baseUrl, tokenUrl, clientId, clientSecret, gateway }, []);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await server.close();
  } finally {
    await storage.release();
  }
}

interface Storage {
  readonly directory: string;
  readonly key: Uint8Array;
  readonly release: () => Promise<void>;
}

async function temporaryStorage(): Promise<Storage> {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-media-server-'));
  return { directory, key: randomBytes(32), release: () => rm(directory, { recursive: true, force: true }) };
}

async function keptStorage(directory: string, passphrase: string | undefined): Promise<Result<Storage>> {
  if (passphrase === undefined || passphrase === '') {
    return fail('data.invalid-input', { fields: [{ path: passphraseVariable, message: 'Set it to the passphrase of the data directory.' }] });
  }
  const lock = lockDirectory(directory);
  if (!lock.ok) return lock;
  const keys = await openOrCreate(directory, passphrase);
  if (!keys.ok) {
    lock.value.release();
    return keys;
  }
  return succeed({
    directory,
    key: keys.value.key('demo-ehr'),
    release: () => {
      keys.value.lock();
      lock.value.release();
      return Promise.resolve();
    },
  });
}

async function openOrCreate(directory: string, passphrase: string): Promise<Result<KeyRing>> {
  const state = await keyRingState(directory);
  if (!state.ok) return state;
  if (state.value.exists) return openWithPassphrase({ directory, passphrase });
  const created = await createKeyRing({ directory, passphrase, systemKeyRing: null });
  return created.ok ? succeed(created.value.keys) : created;
}
