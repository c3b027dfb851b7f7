import { Anchor, Button, Code, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconFingerprint } from '@tabler/icons-react';
import { useEffect } from 'react';
import { demoPassphrase } from '../../shared/ipc/demoPassphrase.ts';
import type { SessionView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { FailureMessage, useFocusOnMount } from '../ui/index.ts';
import { Doorway } from './Doorway.tsx';
import { UnlockWithRecoveryKey } from './UnlockWithRecoveryKey.tsx';

export function UnlockScreen({ session }: { readonly session: SessionView }) {
  const [recovering, recovery] = useDisclosure(false);
  const form = useForm({ initialValues: { passphrase: '' } });
  const first = useFocusOnMount<HTMLInputElement>();
  const unlock = useAction('session.unlock');
  const unlockWithSystem = useAction('session.unlockWithSystem');
  useEffect(() => {
    if (unlock.error !== null) first.current?.focus();
  }, [unlock.error, first]);
  if (recovering) return <UnlockWithRecoveryKey onBack={recovery.close} />;

  const failed = unlock.error ?? unlockWithSystem.error;
  const submit = form.onSubmit(({ passphrase }) => {
    unlockWithSystem.reset();
    unlock.mutate({ passphrase }, { onError: form.reset });
  });

  return (
    <Doorway title="Unlock Lightbox" lead="Your pictures and notes are here, encrypted." foot={`Version ${session.appVersion} · ${session.dataDirectory}`}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <PasswordInput label="Passphrase" autoComplete="current-password" ref={first} {...form.getInputProps('passphrase')} />
          {session.demo ? <Text size="sm" c="dimmed">This is the practice copy. Its passphrase is <Code>{demoPassphrase}</Code></Text> : null}
          {failed === null ? null : <FailureMessage failure={failed.failure} />}
          <Button type="submit" size="md" loading={unlock.isPending} disabled={form.values.passphrase === ''}>Unlock</Button>
          {session.systemUnlock ? (
            <Button
              variant="default" size="md" leftSection={<IconFingerprint size={18} aria-hidden />} loading={unlockWithSystem.isPending}
              onClick={() => unlockWithSystem.mutate(undefined)}
            >
              Unlock with this computer’s key ring
            </Button>
          ) : null}
          <Anchor component="button" type="button" size="sm" ta="center" onClick={recovery.open}>Forgotten? Use the recovery key</Anchor>
        </Stack>
      </form>
    </Doorway>
  );
}
