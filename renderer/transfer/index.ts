export { describeTransfer } from './describeTransfer.ts';
export { MediaSafety } from './MediaSafety.tsx';
export { PausedSign } from './PausedSign.tsx';
export { useSentShare } from './useSentShare.ts';
export { useStillMoving } from './useStillMoving.ts';
