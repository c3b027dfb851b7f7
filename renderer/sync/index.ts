export { LinkSign } from './LinkSign.tsx';
export { needsPersonCount, waitingCount } from './groupEntries.ts';
export { SyncScreen } from './SyncScreen.tsx';
