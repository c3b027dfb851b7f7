import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { describeFailure } from '../../../../shared/errors/describeFailure.ts';
import { invertMediaEdit, type MediaEdit } from '../../../../shared/fhir/edit/mediaEdit.ts';
import { failureOf, invoke } from '../../../ipc/index.ts';

/** Stays until it is answered, also on the page of the patient before, where the picture is gone. Names nobody: it may stand on any screen. */
export function offerUndo(mediaId: string, edit: MediaEdit): void {
  const id = `moved-${mediaId}`;
  const closeButtonProps = { 'aria-label': 'Close' };
  const takeBack = async () => {
    try {
      await invoke('media.edit', { mediaId, edit: invertMediaEdit(edit) });
      notifications.update({ id, title: 'Moved back', message: 'The picture belongs to the patient before again.', autoClose: 4000, closeButtonProps });
    } catch (error) {
      const { wrong, kept, todo } = describeFailure(failureOf(error));
      notifications.update({ id, title: wrong, message: `${kept} ${todo}`, color: 'red', autoClose: false, closeButtonProps });
    }
  };
  notifications.hide(id);
  notifications.show({
    id, title: 'The picture was moved to another patient', autoClose: false, closeButtonProps,
    message: (
      <Stack gap="sm" align="flex-start">
        <Text size="sm">Saved on this computer; the chart follows.</Text>
        <Button size="xs" h={36} variant="default" onClick={() => void takeBack()}>Move it back</Button>
      </Stack>
    ),
  });
}
