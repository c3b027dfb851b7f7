import { Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconPhotoPlus } from '@tabler/icons-react';
import type { PatientView } from '../../shared/ipc/views.ts';
import { callName, describeBirth, describeRecordNumber, useNow } from '../ui/index.ts';
import { takeIn, type IntakeDetails } from './intakeQueue.ts';
import classes from './PatientDropZone.module.css';

const noDetails: IntakeDetails = { title: '', bodySite: null, laterality: null, reason: '', note: '', takenAt: null };

export interface PatientDropZoneProps {
  readonly patient: PatientView;
  /** What goes with the files; nothing when left out. */
  readonly details?: IntakeDetails;
}

/** Files dropped anywhere in the window go to this patient; the overlay says the name while they hover. */
export function PatientDropZone({ patient, details = noDetails }: PatientDropZoneProps) {
  const now = useNow();
  return (
    <Dropzone.FullScreen
      active
      // Inside the screen's landmark, which already fills the window's layers.
      withinPortal={false}
      classNames={{ root: classes['zone'] ?? '', inner: classes['inner'] ?? '' }}
      onDrop={(files) => {
        for (const file of files) takeIn(patient.id, file, 'drop', details);
      }}
    >
      <div className={classes['words']}>
        <IconPhotoPlus size={48} stroke={1.4} aria-hidden />
        <Text className={classes['name']}>Add to {callName(patient)}</Text>
        <Text size="md">{describeBirth(patient, now)} · {describeRecordNumber(patient)}</Text>
      </div>
    </Dropzone.FullScreen>
  );
}
