export { ViewerScreen, type ViewerScreenProps } from './ViewerScreen.tsx';
