export { DarkRoom } from './DarkRoom.tsx';
export type { FramePixels } from './frames/frameProtocol.ts';
export { useFrames } from './frames/useFrames.ts';
export { paintFrame, PictureCanvas } from './picture/PictureCanvas.tsx';
export { useView } from './picture/useView.ts';
export { ViewerScreen, type ViewerScreenProps } from './ViewerScreen.tsx';
