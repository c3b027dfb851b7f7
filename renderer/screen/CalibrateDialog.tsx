import { Modal } from '@mantine/core';
import { CalibrateScreen } from './CalibrateScreen.tsx';

export interface CalibrateDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDone: (pixelsPerMillimetre: number) => void;
}

/** As wide as the longest bar. */
const width = 760;

export function CalibrateDialog({ opened, onClose, onDone }: CalibrateDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} size={width} title="How large is this screen?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <CalibrateScreen onDone={onDone} onCancel={onClose} />
    </Modal>
  );
}
