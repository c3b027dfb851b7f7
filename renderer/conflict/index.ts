export { ConflictScreen } from './ConflictScreen.tsx';
