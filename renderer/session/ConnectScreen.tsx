import { Button, Divider, List, Text } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useAction } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';
import { ConnectionForm } from './ConnectionForm.tsx';
import { Doorway } from './Doorway.tsx';
import classes from './ConnectScreen.module.css';

/** The last step of the first run: where the pictures belong. */
export function ConnectScreen() {
  const useDemo = useAction('connection.useDemo');
  return (
    <Doorway title="Where do the pictures belong?" lead="One data folder belongs to one chart and never mixes two." wide>
      <div className={classes['choices']}>
        <section className={classes['choice']} aria-labelledby="demo-heading">
          <Text component="h2" id="demo-heading" fw={600}>Look around first</Text>
          <Text size="sm" c="dimmed">A small EHR runs on this computer with made-up patients. Nothing leaves the computer.</Text>
          <List size="sm" c="dimmed" spacing="xs">
            <List.Item>Six patients with photos, an animation and a video</List.Item>
            <List.Item>Capture, draw and sync as in daily work</List.Item>
          </List>
          {useDemo.error === null ? null : <FailureMessage failure={useDemo.error.failure} />}
          <Button mt="sm" size="md" leftSection={<IconStethoscope size={18} aria-hidden />} loading={useDemo.isPending} onClick={() => useDemo.mutate(undefined)}>
            Try the demo EHR on this computer
          </Button>
        </section>
        <Divider orientation="vertical" className={classes['divider']} />
        <section className={classes['choice']} aria-labelledby="server-heading">
          <Text component="h2" id="server-heading" fw={600}>Connect to a chart</Text>
          <ConnectionForm />
        </section>
      </div>
    </Doorway>
  );
}
