import { Button, Group, Modal, Stack } from '@mantine/core';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { FailureMessage } from '../ui/index.ts';

export interface LeaveUnsavedProps {
  /** Why the drawing could not be saved; null: nobody is kept. */
  readonly failure: Failure | null;
  readonly onStay: () => void;
  readonly onRetry: () => void;
  readonly onLeave: () => void;
}

/** Leaving now would lose what is drawn, for good: the one thing here worth a dialog. */
export function LeaveUnsaved({ failure, onStay, onRetry, onLeave }: LeaveUnsavedProps) {
  return (
    <Modal opened={failure !== null} onClose={onStay} title="Your last drawing is not saved" closeButtonProps={{ 'aria-label': 'Close' }}>
      {failure === null ? null : (
        <Stack gap="lg">
          <FailureMessage failure={failure} onRetry={onRetry} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onLeave}>Leave without it</Button>
            <Button onClick={onStay}>Stay here</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
