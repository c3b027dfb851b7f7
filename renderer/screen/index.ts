export { CalibrateDialog } from './CalibrateDialog.tsx';
export { useScreenScale } from './useScreenScale.ts';
