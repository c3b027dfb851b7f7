import { succeed, type Result } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function syncHandlers(session: Session) {
  return {
    'sync.status': withWorkspace<'sync.status'>(session, async ({ syncStatus }) => succeed(await syncStatus())),
    'sync.entries': withWorkspace<'sync.entries'>(session, async ({ syncEntries }) => succeed([...(await syncEntries())])),
    'sync.sending': withWorkspace<'sync.sending'>(session, async ({ sync }) => succeed(sync.sending())),
    'sync.pause': withWorkspace<'sync.pause'>(session, async ({ pauses }, changes) => {
      await pauses.change(changes);
      return succeed(undefined);
    }),
    'sync.hold': withWorkspace<'sync.hold'>(session, async ({ pauses }, { sequence, hold }) => {
      await pauses.hold(sequence, hold);
      return succeed(undefined);
    }),
    'sync.export': withWorkspace<'sync.export'>(session, ({ exportEntries }, { sequences }) => exportEntries(sequences)),
    'sync.now': withWorkspace<'sync.now'>(session, async ({ syncNow }) => {
      await syncNow();
      return succeed(undefined);
    }),
    'sync.setOffline': withWorkspace<'sync.setOffline'>(session, async ({ setOffline }, { offline }) => {
      await setOffline(offline);
      return succeed(undefined);
    }),
    'sync.retry': withWorkspace<'sync.retry'>(session, async ({ sync }, { sequence }) => done(await sync.retry(sequence))),
  } satisfies Partial<Handlers>;
}

function done(result: Result<void>): Result<undefined> {
  return result.ok ? succeed(undefined) : result;
}
