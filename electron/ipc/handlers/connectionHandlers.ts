import { succeed } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function connectionHandlers(session: Session) {
  return {
    'connection.current': withWorkspace<'connection.current'>(session, async ({ connections }) => succeed(connections.current())),
    'connection.test': withWorkspace<'connection.test'>(session, ({ connections }, request) => connections.test(request)),
    'connection.useDemo': withWorkspace<'connection.useDemo'>(session, ({ connections }) => connections.useDemo()),
    'connection.connect': withWorkspace<'connection.connect'>(session, ({ connections }, request) => connections.connect(request)),
    'connection.remove': withWorkspace<'connection.remove'>(session, ({ removeConnection }) => removeConnection()),
  } satisfies Partial<Handlers>;
}
