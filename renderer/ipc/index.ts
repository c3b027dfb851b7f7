export { saveBeforeLock, saveWhatIsInHand, unsavedInHand } from './beforeLock.ts';
export { failureOf, invoke } from './client.ts';
export { subscribe, useLightboxEvent } from './events.ts';
export { StaleAnswers } from './staleAnswers.ts';
export { createQueryClient, useAction, useAnswer } from './queries.ts';
