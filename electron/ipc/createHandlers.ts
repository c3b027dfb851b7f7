import type { Session } from '../workspace/session.ts';
import type { Handlers } from './handlers.ts';
import { annotationHandlers } from './handlers/annotationHandlers.ts';
import { captureHandlers } from './handlers/captureHandlers.ts';
import { connectionHandlers } from './handlers/connectionHandlers.ts';
import { contentHandlers } from './handlers/contentHandlers.ts';
import { mediaHandlers } from './handlers/mediaHandlers.ts';
import { patientHandlers } from './handlers/patientHandlers.ts';
import { sessionHandlers } from './handlers/sessionHandlers.ts';
import { syncHandlers } from './handlers/syncHandlers.ts';

/** Every method of the contract; a missing one does not compile. */
export function createHandlers(session: Session): Handlers {
  return {
    ...sessionHandlers(session),
    ...connectionHandlers(session),
    ...patientHandlers(session),
    ...mediaHandlers(session),
    ...captureHandlers(session),
    ...annotationHandlers(session),
    ...contentHandlers(session),
    ...syncHandlers(session),
  };
}
