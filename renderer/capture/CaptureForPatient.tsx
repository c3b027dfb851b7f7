import { Button } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { PatientDropZone, ReviewStrip, takeIn, type IntakeDetails } from '../intake/index.ts';
import { useAnswer } from '../ipc/index.ts';
import { formatRoute } from '../navigation/index.ts';
import { RegistrationNotice, Visit } from '../patients/index.ts';
import { FailureMessage, PatientBanner, RowSkeletons, ScreenHeader } from '../ui/index.ts';
import { CameraStage } from './CameraStage.tsx';
import classes from './CaptureForPatient.module.css';
import { DetailsForm } from './DetailsForm.tsx';
import { usePastedPictures } from './usePastedPictures.ts';

const noDetails: IntakeDetails = { title: '', bodySite: null, laterality: null, reason: '', note: '', takenAt: null };

/** Camera, files, drops and pastes for one patient; nothing here interrupts the next shot. */
export function CaptureForPatient({ patientId }: { readonly patientId: string }) {
  const patient = useAnswer('patients.get', { patientId });
  const [details, setDetails] = useState(noDetails);
  usePastedPictures((file) => takeIn(patientId, file, 'paste', details));

  if (patient.data === undefined) {
    return (
      <>
        <ScreenHeader title="Capture" />
        <div className={classes['inset']}>{patient.error === null ? <RowSkeletons count={3} /> : <FailureMessage failure={patient.error.failure} onRetry={() => void patient.refetch()} />}</div>
      </>
    );
  }
  return (
    <>
      <PatientBanner
        patient={patient.data}
        actions={
          <>
            <Visit patientId={patientId} height={44} />
            <Button component="a" href={formatRoute({ screen: 'capture', patientId: null })} variant="default" h={44} leftSection={<IconUserSearch size={18} aria-hidden />}>Change patient</Button>
            <Button component="a" href={formatRoute({ screen: 'patient', patientId })} variant="default" h={44}>Done</Button>
          </>
        }
      />
      <RegistrationNotice patient={patient.data} screen="capture" />
      <div className={classes['work']}>
        <CameraStage patient={patient.data} onPicture={(picture, source) => takeIn(patientId, picture, source, details)} />
        <DetailsForm details={details} onChange={setDetails} />
      </div>
      <ReviewStrip patientId={patientId} />
      <PatientDropZone patient={patient.data} details={details} />
    </>
  );
}
