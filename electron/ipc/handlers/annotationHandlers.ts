import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

export function annotationHandlers(session: Session) {
  return {
    'annotations.save': withWorkspace<'annotations.save'>(session, async ({ saveAnnotations, mediaDetail }, change) => {
      const saved = await saveAnnotations(change);
      return saved.ok ? mediaDetail(change.mediaId) : saved;
    }),
  } satisfies Partial<Handlers>;
}
