import type { Result } from '../../shared/errors/result.ts';
import type { MethodInput, MethodOutput } from '../../shared/ipc/contract.ts';
import type { SessionView } from '../../shared/ipc/views.ts';
import type { Workspace } from './workspace.ts';

/** One data directory, locked or unlocked. */
export interface Session {
  readonly view: () => Promise<SessionView>;
  readonly create: (input: MethodInput<'session.create'>) => Promise<Result<MethodOutput<'session.create'>>>;
  readonly unlock: (passphrase: string) => Promise<Result<undefined>>;
  readonly unlockWithRecoveryKey: (recoveryKey: string, newPassphrase: string) => Promise<Result<undefined>>;
  readonly unlockWithSystem: () => Promise<Result<undefined>>;
  readonly lock: () => Promise<void>;
  /** Fails with `local.locked` until unlocked. */
  readonly workspace: () => Result<Workspace>;
  /** Locks, and lets go of the data directory. */
  readonly close: () => Promise<void>;
}
