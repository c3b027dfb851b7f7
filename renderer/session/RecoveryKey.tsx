import { Button, Checkbox, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { Doorway } from './Doorway.tsx';
import classes from './RecoveryKey.module.css';

export function RecoveryKey({ recoveryKey, onDone }: { readonly recoveryKey: string; readonly onDone: () => void }) {
  const [taken, setTaken] = useState(false);
  return (
    <Doorway title="Keep your recovery key" lead="It opens Lightbox when the passphrase is forgotten. It is shown this once and is stored nowhere.">
      <Stack gap="md">
        <output className={classes['key']} aria-label="Recovery key">{recoveryKey}</output>
        <Group gap="sm" grow className={classes['onScreen'] ?? ''}>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>Print</Button>
          <CopyButton value={recoveryKey}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />} onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Text size="sm" c="dimmed">
          Keep it apart from this computer: on paper in a locked place, or in the password manager of your hospital. Without it and without the
          passphrase the pictures that are only on this computer are lost.
        </Text>
        <Checkbox className={classes['onScreen'] ?? ''} label="I have printed it or stored it in a safe place" checked={taken} onChange={(event) => setTaken(event.currentTarget.checked)} />
        <Button className={classes['onScreen'] ?? ''} size="md" disabled={!taken} onClick={onDone}>Continue</Button>
      </Stack>
    </Doorway>
  );
}
