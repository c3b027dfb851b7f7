import { succeed } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';

export function sessionHandlers(session: Session) {
  return {
    'session.state': async () => succeed(await session.view()),
    'session.create': (input) => session.create(input),
    'session.unlock': ({ passphrase }) => session.unlock(passphrase),
    'session.unlockWithRecoveryKey': ({ recoveryKey, newPassphrase }) => session.unlockWithRecoveryKey(recoveryKey, newPassphrase),
    'session.unlockWithSystem': () => session.unlockWithSystem(),
    'session.lock': async () => {
      await session.lock();
      return succeed(undefined);
    },
  } satisfies Partial<Handlers>;
}
