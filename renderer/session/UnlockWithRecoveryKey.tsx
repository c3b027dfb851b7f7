import { Anchor, Button, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../ipc/index.ts';
import { FailureMessage, useFocusOnMount } from '../ui/index.ts';
import { Doorway } from './Doorway.tsx';
import { NewPassphraseFields, passphraseProblem, repetitionProblem } from './NewPassphraseFields.tsx';
import { useStrengthMeter } from './passphraseStrength.ts';

export function UnlockWithRecoveryKey({ onBack }: { readonly onBack: () => void }) {
  const first = useFocusOnMount<HTMLTextAreaElement>();
  const measure = useStrengthMeter();
  const strengthOf = (passphrase: string) => (passphrase === '' ? undefined : measure?.(passphrase, ['lightbox']));
  const form = useForm({
    initialValues: { recoveryKey: '', passphrase: '', again: '' },
    validate: {
      recoveryKey: (key) => (key.trim() === '' ? 'Enter the key you printed or stored.' : null),
      passphrase: (passphrase) => (passphrase === '' ? 'Choose a new passphrase.' : passphraseProblem(strengthOf(passphrase))),
      again: (_, values) => repetitionProblem(values),
    },
  });
  const unlock = useAction('session.unlockWithRecoveryKey');
  return (
    <Doorway title="Use the recovery key" lead="It opens Lightbox and sets a new passphrase. Nothing else changes.">
      <form onSubmit={form.onSubmit(({ recoveryKey, passphrase }) => unlock.mutate({ recoveryKey: recoveryKey.trim(), newPassphrase: passphrase }))} noValidate>
        <Stack gap="md">
          <Textarea label="Recovery key" rows={2} ref={first} spellCheck={false} required maxLength={200} {...form.getInputProps('recoveryKey')} />
          <NewPassphraseFields form={form} strength={strengthOf(form.values.passphrase)} label="New passphrase" />
          {unlock.error === null ? null : <FailureMessage failure={unlock.error.failure} />}
          <Button type="submit" size="md" loading={unlock.isPending}>Unlock and set the new passphrase</Button>
          <Anchor component="button" type="button" size="sm" ta="center" onClick={onBack}>Back to the passphrase</Anchor>
        </Stack>
      </form>
    </Doorway>
  );
}
