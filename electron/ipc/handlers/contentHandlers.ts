import { succeed } from '../../../shared/errors/result.ts';
import type { Session } from '../../workspace/session.ts';
import { keptContents, limitKeptContents } from '../../workspace/keptContents.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function contentHandlers(session: Session) {
  return {
    'content.kept': withWorkspace<'content.kept'>(session, async ({ cache }) => succeed(await keptContents(cache))),
    'content.limit': withWorkspace<'content.limit'>(session, async (workspace, { limitBytes }) => {
      await limitKeptContents(workspace, limitBytes);
      return succeed(undefined);
    }),
  } satisfies Partial<Handlers>;
}
