import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserShare } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patientPartOf } from '../../../../shared/fhir/edit/patientPart.ts';
import type { MediaDetail } from '../../../../shared/ipc/contract.ts';
import type { PatientView } from '../../../../shared/ipc/views.ts';
import { useAction } from '../../../ipc/index.ts';
import { PatientFinder } from '../../../patients/index.ts';
import { ConfirmMove } from './ConfirmMove.tsx';
import classes from './Move.module.css';
import { offerUndo } from './offerUndo.tsx';

/** A picture that was taken under a wrong name: who is right is looked for, compared with who is wrong, and confirmed on purpose. */
export function MoveToPatient({ detail }: { readonly detail: MediaDetail }) {
  const [opened, dialog] = useDisclosure(false);
  const [to, setTo] = useState<PatientView | null>(null);
  /** As it was when the other patient was chosen: what a pull brings meanwhile must not pass for what was seen. */
  const [seen, setSeen] = useState(detail);
  const move = useAction('media.move');
  const queryClient = useQueryClient();
  const { id: mediaId, patientId } = detail.view;

  const choose = (patient: PatientView | null) => {
    move.reset();
    setSeen(detail);
    setTo(patient);
  };
  const confirm = async (patient: PatientView) => {
    try {
      const moved = await move.mutateAsync({ mediaId, from: patientPartOf(seen.resource), toPatientId: patient.id });
      queryClient.setQueryData(['media.get', { mediaId }], moved.detail);
      dialog.close();
      offerUndo(mediaId, moved.edit);
    } catch {
      // The failure stands in `move.error`, in the dialog.
    }
  };
  return (
    <>
      <Button
        size="xs" h={36} px="sm" variant="subtle" color="gray" leftSection={<IconUserShare size={16} aria-hidden />}
        onClick={() => {
          choose(null);
          dialog.open();
        }}
      >
        It belongs to another patient
      </Button>
      <Modal
        opened={opened} onClose={dialog.close} size={960} title={to === null ? 'Whose picture is it?' : 'Move this picture to another patient?'} closeButtonProps={{ 'aria-label': 'Close' }}
        // Nothing of one patient shows through while others are looked for.
        overlayProps={{ backgroundOpacity: 1, color: 'var(--lightbox-ground)' }}
      >
        {to === null ? (
          <div className={classes['finder']}><PatientFinder except={patientId} onChoose={choose} /></div>
        ) : (
          <ConfirmMove
            detail={seen} to={to} failure={move.error?.failure ?? null} moving={move.isPending} onMove={() => void confirm(to)} onBack={() => choose(null)} onCancel={dialog.close}
          />
        )}
      </Modal>
    </>
  );
}
