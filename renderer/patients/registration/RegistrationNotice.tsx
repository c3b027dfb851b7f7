import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { PatientRegistration, PatientView } from '../../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../../ipc/index.ts';
import { replaceRoute } from '../../navigation/index.ts';
import { FailureMessage } from '../../ui/index.ts';
import { PatientFinder } from '../PatientFinder.tsx';
import { ComparePatients } from './ComparePatients.tsx';
import { PatientForm } from './PatientForm.tsx';
import classes from './RegistrationNotice.module.css';

type Asking = 'nothing' | 'details' | 'who' | PatientView;

/** What a patient made here waits for, and what a person can do about it. Nothing for those the chart knows. */
export function RegistrationNotice({ patient, screen }: { readonly patient: PatientView; readonly screen: 'patient' | 'capture' }) {
  const registration = useAnswer('patients.registration', { patientId: patient.id }, { enabled: patient.safety !== null });
  if (patient.safety === null || registration.data === undefined || registration.data === null) return null;
  return <Notice patient={patient} registration={registration.data} onChosen={(chosen) => replaceRoute({ screen, patientId: chosen.id })} />;
}

function Notice({ patient, registration, onChosen }: { readonly patient: PatientView; readonly registration: PatientRegistration; readonly onChosen: (patient: PatientView) => void }) {
  const [asking, ask] = useState<Asking>('nothing');
  const [opened, dialog] = useDisclosure(false);
  const decide = useAction('patients.decide');
  const retry = useAction('sync.retry');
  const { alike, isTaken, mayChange, state, failure } = registration;
  const open = (what: Asking) => {
    decide.reset();
    ask(what);
    dialog.open();
  };
  const choose = (samePatientId: string | null) => decide.mutate({ patientId: patient.id, samePatientId }, {
    onSuccess: (chosen) => {
      dialog.close();
      if (chosen.id !== patient.id) onChosen(chosen);
    },
  });
  const needsPerson = state === 'parked' || state === 'conflict';
  return (
    <section className={classes['notice']} aria-label="Not in the chart yet">
      {needsPerson && failure !== null
        ? <FailureMessage failure={failure} />
        : <Text size="sm">The chart does not know this patient yet. Pictures and notes are safe here and go to the chart after the patient does.</Text>}
      {mayChange ? (
        <Group gap="sm" mt="sm">
          {alike.map((other) => <Button key={other.id} size="xs" onClick={() => open(other)}>Compare with {other.name}</Button>)}
          {state === 'conflict' && alike.length === 0 ? <Button size="xs" onClick={() => choose(null)}>Send as a new patient</Button> : null}
          {state === 'parked' ? <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate({ sequence: registration.sequence })}>Try again</Button> : null}
          <Button size="xs" variant="default" onClick={() => open('details')}>Correct the details</Button>
          <Button size="xs" variant="default" onClick={() => open('who')}>It is a patient of the chart</Button>
        </Group>
      ) : null}
      <Modal
        opened={opened} onClose={dialog.close} size={960} closeButtonProps={{ 'aria-label': 'Close' }}
        title={asking === 'details' ? 'Correct the details' : asking === 'who' ? 'Who is it in the chart?' : 'Is it the same person?'}
        overlayProps={{ backgroundOpacity: 1, color: 'var(--lightbox-ground)' }}
      >
        {asking === 'details' ? (
          <PatientForm patientId={patient.id} details={registration.details} submit="Save the details" onDone={dialog.close} onCancel={dialog.close} onUse={(other) => open(other)} />
        ) : asking === 'who' ? (
          <div className={classes['finder']}><PatientFinder except={patient.id} onChoose={(other) => open(other)} /></div>
        ) : asking === 'nothing' ? null : (
          <ComparePatients
            here={patient} inChart={asking} failure={decide.error?.failure ?? null} deciding={decide.isPending} isTaken={isTaken} canTellApart={!isTaken && alike.some(({ id }) => id === asking.id)}
            onSame={() => choose(asking.id)} onOther={() => choose(null)} onCancel={dialog.close}
          />
        )}
      </Modal>
    </section>
  );
}
