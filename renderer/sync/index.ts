export { LinkSign } from './LinkSign.tsx';
export { SyncScreen } from './SyncScreen.tsx';
