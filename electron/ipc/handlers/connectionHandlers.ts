import { succeed } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function connectionHandlers(session: Session) {
  return {
    'connection.current': withWorkspace<'connection.current'>(session, async ({ connections }) => succeed(connections.current())),
    'connection.discover': withWorkspace<'connection.discover'>(session, ({ connections }, where) => connections.discover(where)),
    'connection.test': withWorkspace<'connection.test'>(session, ({ connections }, request) => connections.test(request)),
    'connection.useDemo': withWorkspace<'connection.useDemo'>(session, ({ connections }) => connections.useDemo()),
    'connection.connect': withWorkspace<'connection.connect'>(session, ({ connections }, request) => connections.connect(request)),
    'connection.signIn': withWorkspace<'connection.signIn'>(session, ({ connections }) => connections.signIn()),
    'connection.cancelSignIn': withWorkspace<'connection.cancelSignIn'>(session, async ({ connections }) => {
      connections.cancelSignIn();
      return succeed(undefined);
    }),
    'connection.losses': withWorkspace<'connection.losses'>(session, async ({ cache }) => succeed([...(await cache.losses())])),
    'connection.remove': withWorkspace<'connection.remove'>(session, ({ removeConnection }) => removeConnection()),
  } satisfies Partial<Handlers>;
}
