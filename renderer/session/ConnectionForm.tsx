import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Failure } from '../../shared/errors/errorCode.ts';
import type { ConnectionView } from '../../shared/ipc/views.ts';
import { useAction } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { AddressField } from './AddressField.tsx';
import { AdvancedFields } from './AdvancedFields.tsx';
import { addressProblems, isAdvanced, problemsOf, problemsOfFailure, type ConnectionProblems } from './connectionProblems.ts';
import { discoveryOf, initialValues, presetOptions, requestOf, withDiscovery, withPreset, type ConnectionValues } from './connectionValues.ts';
import { GatewayFields } from './GatewayFields.tsx';
import { LoginPageWait } from './LoginPageWait.tsx';
import { ServerReportList } from './ServerReportList.tsx';
import { SignInFields } from './SignInFields.tsx';

/** Where the chart is and how to sign in; tries it before it is kept. `current`: what is connected, to sign in again. */
export function ConnectionForm({ current }: { readonly current?: ConnectionView }) {
  const form = useForm<ConnectionValues>({ initialValues: initialValues(current), validate: problemsOf });
  const [advanced, openAdvanced] = useState(current !== undefined && (current.network.certificateAuthority !== null || current.network.proxyUrl !== null));
  const element = useRef<HTMLFormElement>(null);
  const look = useAction('connection.discover');
  const test = useAction('connection.test');
  const connect = useAction('connection.connect');
  const failure = [connect, test, look].map(({ error }) => error?.failure).find((one) => one !== undefined && one.code !== 'local.cancelled');
  const found = look.data !== undefined && look.data.baseUrl === form.values.baseUrl ? look.data : undefined;
  const waiting = connect.isPending && form.values.authKind === 'smart';

  const forgetAnswers = () => {
    for (const action of [look, test, connect]) action.reset();
  };
  const showProblems = (problems: ConnectionProblems) => {
    flushSync(() => {
      if (isAdvanced(problems)) openAdvanced(true);
      form.setErrors(problems);
    });
    // The form is longer than most windows.
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  const onError = ({ failure: refused }: { readonly failure: Failure }) => showProblems(problemsOfFailure(refused));
  const findOut = () => {
    forgetAnswers();
    const problems = addressProblems(form.getValues());
    showProblems(problems);
    if (Object.keys(problems).length > 0) return;
    look.mutate(discoveryOf(form.getValues()), { onSuccess: (answer) => form.setValues(withDiscovery(form.getValues(), answer)), onError });
  };
  const send = (action: typeof test | typeof connect) => {
    test.reset();
    connect.reset();
    const problems = problemsOf(form.getValues());
    showProblems(problems);
    if (Object.keys(problems).length === 0) action.mutate(requestOf(form.getValues()), { onError });
  };

  return (
    <form
      ref={element} noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(connect);
      }}
    >
      <Stack gap="md">
        <AddressField form={form} found={found} looking={look.isPending} onLook={findOut} />
        <NativeSelect
          label="Kind of server" data={[...presetOptions]} value={form.values.preset}
          onChange={(event) => {
            const chosen = presetOptions.find(({ value }) => value === event.currentTarget.value);
            if (chosen === undefined) return;
            form.setValues(withPreset(form.getValues(), chosen.value));
            form.clearErrors();
          }}
        />
        <TextInput label="Name" placeholder="St. Elsewhere, wound clinic" maxLength={120} {...form.getInputProps('name')} />
        {form.values.preset === 'fhir' ? null : <GatewayFields form={form} />}
        <SignInFields form={form} />
        <AdvancedFields form={form} opened={advanced} onToggle={openAdvanced} />
        {test.data === undefined ? null : <ServerReportList report={test.data} />}
        {failure === undefined ? null : <FailureMessage failure={failure} />}
        {waiting ? <LoginPageWait /> : (
          <Group gap="sm" justify="flex-end">
            <Button variant="default" loading={test.isPending} onClick={() => send(test)}>Test connection</Button>
            <Button type="submit" loading={connect.isPending}>{form.values.authKind === 'smart' ? 'Sign in and connect' : 'Connect'}</Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
