import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function captureHandlers(session: Session) {
  return {
    'capture.inspect': withWorkspace<'capture.inspect'>(session, ({ inspect }, request) => inspect(request)),
    'capture.save': withWorkspace<'capture.save'>(session, ({ takeIn }, request) => takeIn(request)),
  } satisfies Partial<Handlers>;
}
