export { CannotShow } from './CannotShow.tsx';
export { DarkRoom } from './DarkRoom.tsx';
export { FetchContent } from './FetchContent.tsx';
export { useFrames } from './frames/useFrames.ts';
export { OrientationSign } from './picture/OrientationSign.tsx';
export { paintFrame, PictureCanvas } from './picture/PictureCanvas.tsx';
export { usePointer } from './picture/usePointer.ts';
export { useView } from './picture/useView.ts';
export { ViewerScreen, type ViewerScreenProps } from './ViewerScreen.tsx';
