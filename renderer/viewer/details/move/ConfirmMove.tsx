import { Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Failure } from '../../../../shared/errors/errorCode.ts';
import { patientPartOf } from '../../../../shared/fhir/edit/patientPart.ts';
import { mediaThumbnailPath, type MediaDetail } from '../../../../shared/ipc/contract.ts';
import type { PatientView } from '../../../../shared/ipc/views.ts';
import { FailureMessage, formatDay, PatientSide, useFocusOnMount } from '../../../ui/index.ts';
import { leavingWords } from './leavingWords.ts';
import classes from './Move.module.css';
import { resemblance } from './resemblance.ts';

export interface ConfirmMoveProps {
  readonly detail: MediaDetail;
  readonly to: PatientView;
  readonly failure: Failure | null;
  readonly moving: boolean;
  readonly onMove: () => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

/** The one place where two patients stand on one screen: so that they can be compared before a picture goes from one to the other. */
export function ConfirmMove({ detail: { view, patient, resource }, to, failure, moving, onMove, onBack, onCancel }: ConfirmMoveProps) {
  const [compared, setCompared] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useFocusOnMount<HTMLInputElement>();
  const part = patientPartOf(resource);
  const leaving = leavingWords(part);
  const alike = patient === null ? null : resemblance(patient, to);
  return (
    <form
      aria-label="Compare the two patients" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (compared) return onMove();
        setProblem('Compare the two, then say so here.');
        box.current?.focus();
      }}
    >
      <Stack gap="md">
        <div className={classes['picture']}>
          {view.thumbnail === null ? null : <img src={mediaThumbnailPath(view.id, view.thumbnail)} alt="" draggable={false} />}
          <Text size="sm">{[view.title, view.createdAt === null ? 'Date unknown' : formatDay(view.createdAt), view.bodySite].filter((fact) => fact !== null).join(' · ')}</Text>
        </div>
        <div className={classes['sides']}>
          <PatientSide side="Now the picture belongs to" patient={patient} otherwise={part.subject?.display ?? part.subject?.reference ?? 'Nobody this computer knows'} />
          <IconArrowRight size={24} aria-hidden className={classes['arrow']} />
          <PatientSide side="It is moved to" patient={to} otherwise="" />
        </div>
        {alike === null ? null : <Text size="sm" className={classes['careful']}><IconAlertTriangle size={16} aria-hidden /> {alike}</Text>}
        <div>
          <Text size="sm" fw={600}>Stays with the picture</Text>
          <Text size="sm">Its notes, drawings, date, body site, reason, device and who took it. Read them afterwards: they must be true of the patient it is moved to.</Text>
        </div>
        {leaving.length === 0 ? null : (
          <div>
            <Text size="sm" fw={600}>Taken off, for it belongs to the patient before</Text>
            <List size="sm">{leaving.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>
          </div>
        )}
        <Checkbox
          ref={box} label={`I compared name, birth date and MRN. It is a picture of ${to.name}.`} checked={compared} error={problem}
          onChange={(event) => {
            setCompared(event.currentTarget.checked);
            setProblem(null);
          }}
        />
        {failure === null ? null : <FailureMessage failure={failure} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" mr="auto" onClick={onBack}>Choose another patient</Button>
          <Button variant="default" onClick={onCancel}>Leave it where it is</Button>
          <Button type="submit" loading={moving}>Move the picture</Button>
        </Group>
      </Stack>
    </form>
  );
}
