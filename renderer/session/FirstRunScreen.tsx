import { useState } from 'react';
import type { SessionView } from '../../shared/ipc/views.ts';
import { CreatePassphrase } from './CreatePassphrase.tsx';
import { RecoveryKey } from './RecoveryKey.tsx';

export interface FirstRunScreenProps {
  readonly session: SessionView;
  /** The passphrase is about to be made: keep this screen until `onDone`. */
  readonly onStart: () => void;
  readonly onDone: () => void;
}

/** Passphrase, then the recovery key, which is shown this once. */
export function FirstRunScreen({ session, onStart, onDone }: FirstRunScreenProps) {
  const [recoveryKey, setRecoveryKey] = useState<string>();
  if (recoveryKey !== undefined) return <RecoveryKey recoveryKey={recoveryKey} onDone={onDone} />;
  return <CreatePassphrase session={session} onStart={onStart} onCreated={setRecoveryKey} />;
}
