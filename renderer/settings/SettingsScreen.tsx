import { Button, Code, SegmentedControl, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useAction, useAnswer } from '../ipc/index.ts';
import { FailureMessage, ScreenHeader } from '../ui/index.ts';
import { ConnectionSection } from './ConnectionSection.tsx';
import { KeptPictures } from './KeptPictures.tsx';
import { ScreenSize } from './ScreenSize.tsx';
import { Fact, Section } from './Section.tsx';
import classes from './SettingsScreen.module.css';

const schemes: readonly { readonly value: MantineColorScheme; readonly label: string }[] = [
  { value: 'auto', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' },
];

export function SettingsScreen() {
  const session = useAnswer('session.state', undefined);
  const connection = useAnswer('connection.current', undefined);
  const lock = useAction('session.lock');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const failed = session.error ?? connection.error ?? lock.error;
  return (
    <>
      <ScreenHeader title="Settings" />
      <div className={classes['sections']}>
        {failed === null ? null : <FailureMessage failure={failed.failure} />}
        <Section title="Connection">
          {connection.data === undefined || connection.data === null ? null : <ConnectionSection connection={connection.data} practice={session.data?.demo ?? true} />}
        </Section>
        <Section title="You">
          <Fact label="Author of your notes">{session.data?.authorName ?? ''}</Fact>
          <div className={classes['row']}>
            <Text size="sm" c="dimmed">Locking closes the encrypted data. Nothing is lost; sending goes on after you unlock.</Text>
            <Button variant="default" leftSection={<IconLock size={18} aria-hidden />} loading={lock.isPending} onClick={() => lock.mutate(undefined)}>Lock now</Button>
          </div>
        </Section>
        <Section title="Look">
          <div className={classes['row']}>
            <Text size="sm" id="colours-label">Colours</Text>
            <SegmentedControl
              aria-labelledby="colours-label" data={[...schemes]} value={colorScheme}
              onChange={(value) => {
                const scheme = schemes.find((one) => one.value === value);
                if (scheme !== undefined) setColorScheme(scheme.value);
              }}
            />
          </div>
          <ScreenSize />
          <Text size="sm" c="dimmed">The viewer is always dark and neutral, so that the colours of a picture can be judged.</Text>
        </Section>
        <Section title="This computer">
          <Fact label="Data folder"><Code>{session.data?.dataDirectory}</Code></Fact>
          <KeptPictures />
          <Fact label="Version">{session.data?.appVersion ?? ''}</Fact>
          <Text size="sm" c="dimmed">
            A data folder belongs to one chart and one passphrase. For a second chart beside it start Lightbox with another folder; two charts are never mixed.
          </Text>
        </Section>
      </div>
    </>
  );
}
