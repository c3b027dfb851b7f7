import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import type { PatientView } from '../../../shared/ipc/views.ts';
import { navigate, type Route } from '../../navigation/index.ts';
import { PatientForm } from './PatientForm.tsx';

/** For somebody who is not in the list, with the chart or without. @param routeTo where one goes with whoever it turns out to be. */
export function NewPatient({ routeTo }: { readonly routeTo: (patient: PatientView) => Route }) {
  const [opened, dialog] = useDisclosure(false);
  const goTo = (patient: PatientView) => {
    dialog.close();
    navigate(routeTo(patient));
  };
  return (
    <>
      <Button variant="default" h={44} leftSection={<IconUserPlus size={18} aria-hidden />} onClick={dialog.open}>New patient</Button>
      <Modal opened={opened} onClose={dialog.close} size={640} title="New patient" closeButtonProps={{ 'aria-label': 'Close' }}>
        <PatientForm patientId={null} details={{ family: '', given: '', birthDate: '', sex: 'unknown', mrn: '' }} submit="Add the patient" onDone={goTo} onCancel={dialog.close} onUse={goTo} />
      </Modal>
    </>
  );
}
