export { MediaSafety } from './MediaSafety.tsx';
export { useSentShare } from './useSentShare.ts';
