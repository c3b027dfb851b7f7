export { ConnectionForm } from './ConnectionForm.tsx';
export { ConnectScreen } from './ConnectScreen.tsx';
export { DemoStartScreen } from './DemoStartScreen.tsx';
export { FirstRunScreen } from './FirstRunScreen.tsx';
export { SessionFailureScreen } from './SessionFailureScreen.tsx';
export { SignInAgain } from './SignInAgain.tsx';
export { UnlockScreen } from './UnlockScreen.tsx';
export { UnusableScreen } from './UnusableScreen.tsx';
