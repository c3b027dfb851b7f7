import { Button, Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { connectionRequestSchema, type ConnectionAuth, type ConnectionRequest, type ConnectionView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { ServerReportList } from './ServerReportList.tsx';

interface Values {
  readonly name: string;
  readonly baseUrl: string;
  /** Gateways are connected on the command line, so far. */
  readonly authKind: Exclude<ConnectionAuth['kind'], 'api-key'>;
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
}

function authOf({ authKind, token, clientId, clientSecret, tokenUrl }: Values): ConnectionAuth {
  switch (authKind) {
    case 'none': return { kind: 'none' };
    case 'token': return { kind: 'token', token: token.trim() };
    case 'client-credentials': return { kind: 'client-credentials', clientId: clientId.trim(), clientSecret, tokenUrl: tokenUrl.trim() };
  }
}

function requestOf(values: Values): ConnectionRequest {
  return { name: values.name.trim(), baseUrl: values.baseUrl.trim(), auth: authOf(values) };
}

const explanations: Readonly<Record<string, string>> = {
  name: 'Give the connection a name, such as the hospital’s.',
  baseUrl: 'A web address is needed, such as https://ehr.hospital.example/fhir/R4.',
  token: 'Enter the access token.',
  clientId: 'Enter the client ID.',
  clientSecret: 'Enter the client secret.',
  tokenUrl: 'A web address is needed, where tokens are issued.',
};

/** The contract's own schema judges; the words are ours. */
function problemsOf(values: Values): Record<string, string> {
  const parsed = connectionRequestSchema.safeParse(requestOf(values));
  if (parsed.success) return {};
  const fields = parsed.error.issues.map((issue) => String(issue.path.at(-1)));
  return Object.fromEntries(fields.map((field) => [field, explanations[field] ?? 'Not accepted.']));
}

/** Where the chart is and how to sign in; tries it before it is kept. `current`: what is connected, to sign in again. */
export function ConnectionForm({ current }: { readonly current?: ConnectionView }) {
  const known = current?.authKind === 'api-key' ? undefined : current?.authKind;
  const form = useForm<Values>({
    initialValues: { name: current?.name ?? '', baseUrl: current?.baseUrl ?? '', authKind: known ?? 'client-credentials', token: '', clientId: '', clientSecret: '', tokenUrl: '' },
    validate: problemsOf,
  });
  const test = useAction('connection.test');
  const connect = useAction('connection.connect');
  const failed = connect.error ?? test.error;

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
        <TextInput label="Name" placeholder="St. Elsewhere, wound clinic" maxLength={120} {...form.getInputProps('name')} />
        <TextInput label="FHIR base URL" placeholder="https://ehr.hospital.example/fhir/R4" inputMode="url" spellCheck={false} {...form.getInputProps('baseUrl')} />
        <div>
          <Text size="sm" fw={500} id="sign-in-label" mb="xs">Sign in with</Text>
          <SegmentedControl
            fullWidth size="xs" aria-labelledby="sign-in-label"
            data={[{ value: 'client-credentials', label: 'Client credentials' }, { value: 'token', label: 'Access token' }, { value: 'none', label: 'Nothing' }]}
            {...form.getInputProps('authKind')}
          />
        </div>
        {form.values.authKind === 'token' ? <PasswordInput label="Access token" {...form.getInputProps('token')} /> : null}
        {form.values.authKind === 'client-credentials' ? (
          <>
            <Group gap="md" grow align="flex-start">
              <TextInput label="Client ID" spellCheck={false} {...form.getInputProps('clientId')} />
              <PasswordInput label="Client secret" {...form.getInputProps('clientSecret')} />
            </Group>
            <TextInput label="Token URL" inputMode="url" spellCheck={false} {...form.getInputProps('tokenUrl')} />
          </>
        ) : null}
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
