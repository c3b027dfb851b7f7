import { Button } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useAction, useAnswer } from '../ipc/index.ts';
import { navigate } from '../navigation/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { LoginPageWait } from './LoginPageWait.tsx';

/** The way back in when the chart does not accept the sign-in any more: its login page, or the place where the rest is typed. */
export function SignInAgain({ onElsewhere = () => navigate({ screen: 'settings' }) }: { readonly onElsewhere?: () => void }) {
  const connection = useAnswer('connection.current', undefined).data;
  const signIn = useAction('connection.signIn');
  if (connection === undefined || connection === null || connection.kind === 'demo') return null;
  if (signIn.isPending) return <LoginPageWait />;
  const failure = signIn.error === null || signIn.error.failure.code === 'local.cancelled' ? null : signIn.error.failure;
  return (
    <>
      {failure === null ? null : <FailureMessage failure={failure} />}
      <div>
        <Button leftSection={<IconLogin2 size={18} aria-hidden />} onClick={() => (connection.authKind === 'smart' ? signIn.mutate(undefined) : onElsewhere())}>Sign in</Button>
      </div>
    </>
  );
}
