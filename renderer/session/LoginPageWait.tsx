import { Button, Group, Loader, Text } from '@mantine/core';
import { useAction } from '../ipc/index.ts';
import { useFocusOnMount } from '../ui/index.ts';

/** While a person signs in in the browser. */
export function LoginPageWait() {
  const cancel = useAction('connection.cancelSignIn');
  const button = useFocusOnMount<HTMLButtonElement>();
  return (
    <Group gap="md" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap" role="status"><Loader size={16} aria-hidden /><Text size="sm">Sign in on the page in your browser. Lightbox goes on by itself.</Text></Group>
      <Button ref={button} variant="default" flex="none" onClick={() => cancel.mutate(undefined)}>Cancel</Button>
    </Group>
  );
}
