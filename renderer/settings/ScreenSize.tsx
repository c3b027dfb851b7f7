import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CalibrateDialog, useScreenScale } from '../screen/index.ts';
import { Fact } from './Section.tsx';
import classes from './SettingsScreen.module.css';

/** Whether pictures can be shown life size on this screen. */
export function ScreenSize() {
  const { pixelsPerMillimetre, calibrate } = useScreenScale();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Fact label="Size of this screen">
        {pixelsPerMillimetre === null ? 'Not calibrated: pictures cannot be shown life size' : `Calibrated: ${(pixelsPerMillimetre * window.devicePixelRatio).toFixed(2)} pixels per millimetre`}
      </Fact>
      <div className={classes['row']}>
        <Text size="sm" c="dimmed">Life size in the viewer needs to know how large the screen’s pixels are. A bank card or a ruler tells.</Text>
        <Group gap="sm">
          {pixelsPerMillimetre === null ? null : <Button variant="default" onClick={() => calibrate(null)}>Forget it</Button>}
          <Button variant="default" onClick={dialog.open}>{pixelsPerMillimetre === null ? 'Calibrate the screen' : 'Calibrate again'}</Button>
        </Group>
      </div>
      <CalibrateDialog opened={opened} onClose={dialog.close} onDone={dialog.close} />
    </>
  );
}
