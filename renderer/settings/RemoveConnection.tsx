import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { outboxStates } from '../../shared/sync/outboxEntry.ts';
import type { SyncStatus } from '../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../ipc/index.ts';
import { countOf, FailureMessage } from '../ui/index.ts';

/** What is not proven to be in the chart. */
function waitingIn({ counts }: SyncStatus): number {
  return outboxStates.filter((state) => state !== 'confirmed').reduce((sum, state) => sum + counts[state], 0);
}

/** Leaves the chart: says before what will be forgotten and what stays; refuses while anything waits to be sent. */
export function RemoveConnection({ name }: { readonly name: string }) {
  const [asking, ask] = useDisclosure(false);
  const status = useAnswer('sync.status', undefined).data;
  const remove = useAction('connection.remove');
  if (status === undefined) return null;
  const waiting = waitingIn(status);
  return (
    <>
      <Group gap="md">
        <Button
          variant="default" disabled={waiting > 0} aria-describedby="remove-connection-reason"
          onClick={() => {
            remove.reset();
            ask.open();
          }}
        >
          Remove this connection
        </Button>
        <Text size="sm" c="dimmed" id="remove-connection-reason" flex={1} miw={240}>
          {waiting > 0
            ? `${countOf(waiting, 'change')} not yet proven to be in the chart. The connection can be removed when nothing waits any more.`
            : 'Nothing waits to be sent. This data folder can be connected to another chart after that.'}
        </Text>
      </Group>
      <Modal opened={asking} onClose={ask.close} title={`Remove the connection to ${name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack gap="md">
          <div>
            <Text size="sm" fw={600}>Forgotten on this computer</Text>
            <List size="sm">
              <List.Item>the copy of {countOf(status.patients, 'patient')} and {countOf(status.media, 'picture')}, with their files and drawings</List.Item>
              <List.Item>the address of the chart and how to sign in</List.Item>
              <List.Item>the list of what was sent, and pinned patients</List.Item>
            </List>
          </div>
          <div>
            <Text size="sm" fw={600}>Stays</Text>
            <List size="sm">
              <List.Item>everything in the chart itself: all of it was proven to be there</List.Item>
              <List.Item>your passphrase, recovery key and name</List.Item>
            </List>
          </div>
          {remove.error === null ? null : <FailureMessage failure={remove.error.failure} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" data-autofocus onClick={ask.close}>Keep it</Button>
            <Button loading={remove.isPending} onClick={() => remove.mutate(undefined)}>Remove and forget</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
