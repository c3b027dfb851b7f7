import { Button, Group, Loader, Text } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { useState } from 'react';
import { useAction } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { Doorway } from './Doorway.tsx';

/** How long the demo EHR may take to start before the person is offered to start it, ms. */
const patience = 8000;

/** A practice copy connects by itself; this is what stands there until it has. */
export function DemoStartScreen() {
  const [late, setLate] = useState(false);
  useTimeout(() => setLate(true), patience, { autoInvoke: true });
  const useDemo = useAction('connection.useDemo');
  return (
    <Doorway title="Starting the demo EHR" lead="A small EHR with made-up patients, on this computer. Nothing leaves the computer.">
      {useDemo.error === null ? null : <FailureMessage failure={useDemo.error.failure} />}
      {late ? (
        <Button mt="md" size="md" fullWidth loading={useDemo.isPending} onClick={() => useDemo.mutate(undefined)}>Try the demo EHR on this computer</Button>
      ) : (
        <Group gap="sm" role="status"><Loader size={16} aria-hidden /><Text size="sm">The first time takes a few seconds</Text></Group>
      )}
    </Doorway>
  );
}
