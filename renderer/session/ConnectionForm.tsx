import { Button, Group, NativeSelect, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import type { ConnectionView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { initialValues, presetOptions, problemsOf, requestOf, signInOptions, withPreset, type ConnectionValues } from './connectionValues.ts';
import { GatewayFields } from './GatewayFields.tsx';
import { ServerReportList } from './ServerReportList.tsx';

/** Where the chart is and how to sign in; tries it before it is kept. `current`: what is connected, to sign in again. */
export function ConnectionForm({ current }: { readonly current?: ConnectionView }) {
  const form = useForm<ConnectionValues>({ initialValues: initialValues(current), validate: problemsOf });
  const test = useAction('connection.test');
  const connect = useAction('connection.connect');
  const failed = connect.error ?? test.error;
  const { preset } = form.values;

  const runTest = () => {
    connect.reset();
    if (!form.validate().hasErrors) test.mutate(requestOf(form.getValues()));
  };
  const submit = form.onSubmit((values) => {
    test.reset();
    connect.mutate(requestOf(values));
  });

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <NativeSelect
          label="Kind of server" data={[...presetOptions]} value={preset}
          onChange={(event) => {
            const chosen = presetOptions.find(({ value }) => value === event.currentTarget.value);
            if (chosen === undefined) return;
            form.setValues(withPreset(form.getValues(), chosen.value));
            form.clearErrors();
          }}
        />
        <TextInput label="Name" placeholder="St. Elsewhere, wound clinic" maxLength={120} {...form.getInputProps('name')} />
        <TextInput
          label={preset === 'fhir' ? 'FHIR base URL' : 'Gateway base URL'} placeholder={preset === 'fhir' ? 'https://ehr.hospital.example/fhir/R4' : 'https://gateway.example/api/v2'}
          inputMode="url" spellCheck={false} {...form.getInputProps('baseUrl')}
        />
        {preset === 'fhir' ? null : <GatewayFields form={form} />}
        <SignInFields form={form} />
        {test.data === undefined ? null : <ServerReportList report={test.data} />}
        {failed === null ? null : <FailureMessage failure={failed.failure} />}
        <Group gap="sm" justify="flex-end">
          <Button variant="default" loading={test.isPending} onClick={runTest}>Test connection</Button>
          <Button type="submit" loading={connect.isPending}>Connect</Button>
        </Group>
      </Stack>
    </form>
  );
}

function SignInFields({ form }: { readonly form: UseFormReturnType<ConnectionValues> }) {
  const { authKind, preset } = form.values;
  const tokenUrl = <TextInput label="Token URL" inputMode="url" spellCheck={false} {...form.getInputProps('tokenUrl')} />;
  return (
    <>
      <div>
        <Text size="sm" fw={500} id="sign-in-label" mb="xs">Sign in with</Text>
        <SegmentedControl fullWidth size="xs" aria-labelledby="sign-in-label" data={[...signInOptions(preset)]} {...form.getInputProps('authKind')} />
      </div>
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
