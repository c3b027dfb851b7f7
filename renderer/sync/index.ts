export { LinkSign } from './LinkSign.tsx';
export { useWakeOnNetwork } from './useWakeOnNetwork.ts';
export { SyncScreen } from './SyncScreen.tsx';
