import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconCamera, IconPin, IconPinFilled } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { FailureError } from '../../shared/errors/result.ts';
import type { MediaView, PatientView } from '../../shared/ipc/views.ts';
import { PatientDropZone, ReviewStrip } from '../intake/index.ts';
import { useAction, useAnswer } from '../ipc/index.ts';
import { formatRoute } from '../navigation/index.ts';
import { CardSkeletons, FailureMessage, PatientBanner, ScreenHeader } from '../ui/index.ts';
import { MediaTimeline } from './MediaTimeline.tsx';
import classes from './PatientScreen.module.css';
import { RegistrationNotice } from './registration/RegistrationNotice.tsx';
import { Visit } from './registration/Visit.tsx';

function BannerActions({ patient }: { readonly patient: PatientView }) {
  const pin = useAction('patients.pin');
  return (
    <>
      <Visit patientId={patient.id} height={36} />
      <Button
        variant="default" leftSection={patient.pinned ? <IconPinFilled size={18} aria-hidden /> : <IconPin size={18} aria-hidden />} aria-pressed={patient.pinned}
        onClick={() => pin.mutate({ patientId: patient.id, pinned: !patient.pinned })}
      >
        {patient.pinned ? 'Pinned' : 'Pin'}
      </Button>
      <Button component="a" href={formatRoute({ screen: 'capture', patientId: patient.id })} leftSection={<IconCamera size={18} aria-hidden />}>Capture</Button>
    </>
  );
}

function Pictures({ patient, media }: { readonly patient: PatientView; readonly media: UseQueryResult<readonly MediaView[], FailureError> }) {
  if (media.data !== undefined) return <MediaTimeline patient={patient} media={media.data} />;
  return (
    <div className={classes['pictures']}>
      {media.error === null ? <CardSkeletons /> : <FailureMessage failure={media.error.failure} onRetry={() => void media.refetch()} />}
    </div>
  );
}

/** Everything there is of one patient, newest first. Files dropped anywhere are added to this patient. */
export function PatientScreen({ patientId }: { readonly patientId: string }) {
  const patient = useAnswer('patients.get', { patientId });
  const media = useAnswer('media.list', { patientId });
  if (patient.data === undefined) {
    return (
      <>
        <ScreenHeader title="Patient" />
        <div className={classes['inset']}>{patient.error === null ? <CardSkeletons /> : <FailureMessage failure={patient.error.failure} onRetry={() => void patient.refetch()} />}</div>
      </>
    );
  }
  return (
    <>
      <PatientBanner
        patient={patient.data}
        lead={<ActionIcon component="a" href={formatRoute({ screen: 'patients' })} variant="subtle" color="gray" size={36} aria-label="All patients"><IconArrowLeft size={20} aria-hidden /></ActionIcon>}
        actions={<BannerActions patient={patient.data} />}
      />
      <RegistrationNotice patient={patient.data} screen="patient" />
      <Pictures patient={patient.data} media={media} />
      <ReviewStrip patientId={patientId} />
      <PatientDropZone patient={patient.data} />
    </>
  );
}
