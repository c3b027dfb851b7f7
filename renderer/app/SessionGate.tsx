import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { forgetSaved } from '../intake/index.ts';
import { useAnswer } from '../ipc/index.ts';
import { ConnectScreen, DemoStartScreen, FirstRunScreen, SessionFailureScreen, UnlockScreen, UnusableScreen } from '../session/index.ts';
import { Workspace } from './Workspace.tsx';

/** Nothing of a patient is behind this gate until it is unlocked, and nothing stays in the window's memory when it locks. */
export function SessionGate() {
  const session = useAnswer('session.state', undefined);
  const [settingUp, setSettingUp] = useState(false);
  const phase = session.data?.phase;
  const connection = useAnswer('connection.current', undefined, { enabled: phase === 'unlocked' });

  const queryClient = useQueryClient();
  useEffect(() => {
    if (phase !== 'locked') return;
    forgetSaved();
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.state' });
  }, [phase, queryClient]);
  // Nor when the chart is left.
  const left = connection.data === null;
  useEffect(() => {
    if (!left) return;
    forgetSaved();
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.state' && queryKey[0] !== 'connection.current' });
  }, [left, queryClient]);

  if (session.error !== null) return <SessionFailureScreen failure={session.error.failure} onRetry={() => void session.refetch()} />;
  if (session.data === undefined) return null;
  // The recovery key is shown after the passphrase is made; the screen stays until it was taken down.
  if (phase === 'first-run' || settingUp) {
    return <FirstRunScreen session={session.data} onStart={() => setSettingUp(true)} onDone={() => setSettingUp(false)} />;
  }
  if (phase === 'unusable') return <UnusableScreen session={session.data} />;
  if (phase === 'locked') return <UnlockScreen session={session.data} />;
  if (connection.data === undefined) {
    // A lock may be answered here a moment before it is heard of above.
    if (connection.error === null || connection.error.failure.code === 'local.locked') return null;
    return <SessionFailureScreen failure={connection.error.failure} onRetry={() => void connection.refetch()} />;
  }
  if (connection.data !== null) return <Workspace session={session.data} />;
  return session.data.demo ? <DemoStartScreen /> : <ConnectScreen />;
}
