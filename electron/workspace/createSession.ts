import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { SessionView } from '../../shared/ipc/views.ts';
import { lockDirectory, type DirectoryLock } from '../keys/directoryLock.ts';
import { createKeyRing, keyRingState, openWithPassphrase, openWithRecoveryKey, openWithSystem, type KeyRing } from '../keys/keyRing.ts';
import type { SystemKeyRing } from '../keys/systemKeyRing.ts';
import { openWorkspace, type OpenWorkspace, type WorkspaceOptions } from './openWorkspace.ts';
import type { Session } from './session.ts';

export interface SessionOptions extends WorkspaceOptions {
  readonly systemKeyRing: SystemKeyRing | null;
}

/** The data cannot be used until somebody repairs it; a wrong passphrase is not among these. */
const unusable: ReadonlySet<Failure['code']> = new Set([
  'local.in-use', 'local.read-only', 'local.key-ring-corrupt', 'local.database-corrupt', 'local.database-newer', 'local.disk-full',
]);

/** Takes the data directory for this process and holds its keys while it is unlocked. One change of state at a time. */
export function createSession(options: SessionOptions): Session {
  const directory = options.dataDirectory;
  const directoryLock: Result<DirectoryLock> = lockDirectory(directory);
  let problem: Failure | null = directoryLock.ok ? null : directoryLock.error;
  let open: OpenWorkspace | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const openWith = async <Opened>(
    keysOf: () => Promise<Result<Opened>>,
    ring: (opened: Opened) => KeyRing,
    newAuthorName?: string,
  ): Promise<Result<Opened>> => {
    if (problem) return { ok: false, error: problem };
    if (open) return fail('local.already-set-up', { detail: 'unlocked' });
    const keys = await keysOf();
    if (!keys.ok) return keys;
    const workspace = await openWorkspace(ring(keys.value), options, newAuthorName);
    if (!workspace.ok) {
      if (unusable.has(workspace.error.code)) problem = workspace.error;
      options.emit({ topic: 'session' });
      return workspace;
    }
    open = workspace.value;
    options.emit({ topic: 'session' });
    return keys;
  };

  const unlockWith = (keysOf: () => Promise<Result<KeyRing>>): Promise<Result<undefined>> =>
    inTurn(async () => {
      const opened = await openWith(keysOf, (keys) => keys);
      return opened.ok ? succeed(undefined) : opened;
    });

  const lock = async () => {
    const closing = open;
    open = null;
    await closing?.close();
    if (closing) options.emit({ topic: 'session' });
  };

  return {
    view: async () => {
      const state = problem ? null : await keyRingState(directory);
      if (state && !state.ok) problem = state.error;
      return {
        phase: phaseOf(problem, open, state?.ok === true && state.value.exists),
        problem,
        systemUnlock: state?.ok === true && state.value.systemUnlock && options.systemKeyRing !== null,
        systemKeyRingAvailable: options.systemKeyRing !== null,
        demo: options.demo,
        authorName: open?.workspace.authorName ?? '',
        appVersion: options.appVersion,
        dataDirectory: directory,
      };
    },
    create: ({ passphrase, authorName, systemUnlock }) =>
      inTurn(async () => {
        const created = await openWith(
          () => createKeyRing({ directory, passphrase, systemKeyRing: systemUnlock ? options.systemKeyRing : null }),
          ({ keys }) => keys,
          authorName,
        );
        return created.ok ? succeed({ recoveryKey: created.value.recoveryKey }) : created;
      }),
    unlock: (passphrase) => unlockWith(() => openWithPassphrase({ directory, passphrase })),
    unlockWithRecoveryKey: (recoveryKey, newPassphrase) => unlockWith(() => openWithRecoveryKey({ directory, recoveryKey, newPassphrase })),
    unlockWithSystem: () => {
      const { systemKeyRing } = options;
      return systemKeyRing ? unlockWith(() => openWithSystem({ directory, systemKeyRing })) : Promise.resolve(fail('local.system-key-ring-unavailable'));
    },
    lock: () => inTurn(lock),
    workspace: () => (open ? succeed(open.workspace) : fail('local.locked')),
    close: () =>
      inTurn(async () => {
        await lock();
        if (directoryLock.ok) directoryLock.value.release();
      }),
  };
}

function phaseOf(problem: Failure | null, open: OpenWorkspace | null, exists: boolean): SessionView['phase'] {
  if (problem) return 'unusable';
  if (open) return 'unlocked';
  return exists ? 'locked' : 'first-run';
}
