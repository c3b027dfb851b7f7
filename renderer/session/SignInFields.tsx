import { Group, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { signInOptions, type ConnectionValues } from './connectionValues.ts';

const explanations: Readonly<Record<ConnectionValues['authKind'], string>> = {
  smart: 'In your browser, with your own name. Lightbox never sees your password.',
  'client-credentials': 'This computer signs in by itself, with what your administrator gave it.',
  token: 'For a try: it ends, and cannot be renewed.',
  none: 'For a server that asks nobody who they are.',
  'api-key': 'A service token that speaks for one user.',
};

/** How to sign in, and what that needs. */
export function SignInFields({ form }: { readonly form: UseFormReturnType<ConnectionValues> }) {
  const { authKind, preset } = form.values;
  const tokenUrl = <TextInput label="Token URL" inputMode="url" spellCheck={false} {...form.getInputProps('tokenUrl')} />;
  return (
    <>
      <NativeSelect label="Sign in with" description={explanations[authKind]} inputWrapperOrder={['label', 'input', 'description', 'error']} data={[...signInOptions(preset)]} {...form.getInputProps('authKind')} />
      {authKind === 'smart' ? (
        <TextInput label="Client ID" description="The name under which the hospital has registered Lightbox" spellCheck={false} {...form.getInputProps('clientId')} />
      ) : null}
      {authKind === 'token' ? <PasswordInput label="Access token" {...form.getInputProps('token')} /> : null}
      {authKind === 'client-credentials' ? (
        <>
          <Group gap="md" grow align="flex-start">
            <TextInput label="Client ID" spellCheck={false} {...form.getInputProps('clientId')} />
            <PasswordInput label="Client secret" {...form.getInputProps('clientSecret')} />
          </Group>
          {tokenUrl}
        </>
      ) : null}
      {authKind === 'api-key' ? (
        <>
          <PasswordInput label="API key" {...form.getInputProps('apiKey')} />
          <Group gap="md" grow align="flex-start">
            <TextInput label="User ID" spellCheck={false} {...form.getInputProps('userId')} />
            <TextInput label="User name" spellCheck={false} {...form.getInputProps('userName')} />
          </Group>
          {tokenUrl}
        </>
      ) : null}
    </>
  );
}
