import { Button, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { SessionView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { FailureMessage, useFocusOnMount } from '../ui/index.ts';
import { Doorway } from './Doorway.tsx';
import { NewPassphraseFields, passphraseProblem, repetitionProblem } from './NewPassphraseFields.tsx';
import { useStrengthMeter } from './passphraseStrength.ts';

export interface CreatePassphraseProps {
  readonly session: SessionView;
  readonly onStart: () => void;
  readonly onCreated: (recoveryKey: string) => void;
}

export function CreatePassphrase({ session, onStart, onCreated }: CreatePassphraseProps) {
  const first = useFocusOnMount<HTMLInputElement>();
  const measure = useStrengthMeter();
  const strengthOf = ({ passphrase, authorName }: { readonly passphrase: string; readonly authorName: string }) =>
    passphrase === '' ? undefined : measure?.(passphrase, ['lightbox', ...authorName.split(/\s+/)]);
  const form = useForm({
    initialValues: { authorName: '', passphrase: '', again: '', systemUnlock: false },
    validate: {
      authorName: (name) => (name.trim() === '' ? 'Your name stands under the notes you write.' : null),
      passphrase: (passphrase, values) => (passphrase === '' ? 'Choose a passphrase.' : passphraseProblem(strengthOf(values))),
      again: (_, values) => repetitionProblem(values),
    },
  });
  const create = useAction('session.create');

  const submit = form.onSubmit(({ authorName, passphrase, systemUnlock }) => {
    onStart();
    create.mutate({ authorName: authorName.trim(), passphrase, systemUnlock }, { onSuccess: ({ recoveryKey }) => onCreated(recoveryKey) });
  });

  return (
    <Doorway
      title="Create your passphrase"
      lead="Everything Lightbox keeps on this computer is encrypted with it: pictures, notes, names."
      foot={`Version ${session.appVersion} · ${session.dataDirectory}`}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="Your name" description="Stands under your notes and drawings in the chart" required maxLength={120} ref={first} {...form.getInputProps('authorName')} />
          <NewPassphraseFields form={form} strength={strengthOf(form.values)} label="Passphrase" />
          <Text size="sm" c="dimmed">
            Nobody can reset it: not your IT team, not the makers of Lightbox. That is what protects the pictures when a computer is lost. The recovery
            key on the next page is the only other way in.
          </Text>
          {session.systemKeyRingAvailable ? (
            <Switch
              label="Unlock with this computer’s key ring"
              description="Whoever is signed in to this computer as you can open Lightbox without the passphrase"
              {...form.getInputProps('systemUnlock', { type: 'checkbox' })}
            />
          ) : null}
          {create.error === null ? null : <FailureMessage failure={create.error.failure} />}
          <Button type="submit" size="md" loading={create.isPending}>Create passphrase</Button>
        </Stack>
      </form>
    </Doorway>
  );
}
