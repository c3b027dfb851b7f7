export { CaptureScreen } from './CaptureScreen.tsx';
