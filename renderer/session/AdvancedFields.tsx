import { Button, FileButton, Group, PasswordInput, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ConnectionValues } from './connectionValues.ts';
import classes from './ConnectionForm.module.css';

export interface AdvancedFieldsProps {
  readonly form: UseFormReturnType<ConnectionValues>;
  readonly opened: boolean;
  readonly onToggle: (opened: boolean) => void;
}

/** What only some hospitals' networks need. There is no way to switch the check of certificates off. */
export function AdvancedFields({ form, opened, onToggle }: AdvancedFieldsProps) {
  const readCertificate = (file: File | null) => {
    if (file === null) return;
    file.text().then((text) => form.setFieldValue('certificateAuthority', text), () => form.setFieldError('certificateAuthority', 'This file cannot be read.'));
  };
  return (
    <details className={classes['advanced']} open={opened} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>Advanced</summary>
      <Stack gap="md" mt="sm">
        <div>
          <Textarea
            label="Certificate authority of the hospital" description="PEM. Trusted for this connection besides those this computer knows; certificates are always checked." spellCheck={false}
            classNames={{ input: classes['pem'] ?? '' }} {...form.getInputProps('certificateAuthority')}
          />
          <FileButton accept=".pem,.crt,.cer" onChange={readCertificate} inputProps={{ 'aria-label': 'Certificate file' }}>
            {(props) => <Button variant="default" size="xs" mt="xs" {...props}>Take it from a file</Button>}
          </FileButton>
        </div>
        <TextInput label="Proxy" placeholder="http://proxy.hospital.example:3128" description="Not used for this computer itself" inputMode="url" spellCheck={false} {...form.getInputProps('proxyUrl')} />
        <Group gap="md" grow align="flex-start">
          <TextInput label="Proxy user" spellCheck={false} {...form.getInputProps('proxyUsername')} />
          <PasswordInput label="Proxy password" {...form.getInputProps('proxyPassword')} />
        </Group>
        <TextInput
          label="Where else the chart keeps its files" placeholder="https://storage.hospital.example" description="Only if your administrator names such addresses. Nobody there is told how you sign in."
          inputMode="url" spellCheck={false} {...form.getInputProps('contentOrigins')}
        />
        {form.values.authKind === 'smart' ? (
          <TextInput label="Scopes" description="Empty: to read and register patients and visits, and to read and write Media and their files" spellCheck={false} {...form.getInputProps('scope')} />
        ) : null}
        <Switch
          label="Write drawings into the text of their notes, too" description="For an EHR that drops what it does not know. Ask your administrator."
          {...form.getInputProps('geometryInText', { type: 'checkbox' })}
        />
        <Text size="xs" c="dimmed">Passwords and tokens are sealed in the encrypted database. Those of before have to be typed again here.</Text>
      </Stack>
    </details>
  );
}
