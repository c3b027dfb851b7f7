import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { PatientView } from '../../../shared/ipc/views.ts';
import { countOf, FailureMessage, PatientSide, useFocusOnMount } from '../../ui/index.ts';
import classes from './RegistrationNotice.module.css';

export interface ComparePatientsProps {
  readonly here: PatientView;
  readonly inChart: PatientView;
  readonly failure: Failure | null;
  readonly deciding: boolean;
  /** The chart took the one written here, and keeps it otherwise. */
  readonly isTaken: boolean;
  /** They carry the same identifier, and it is to be said that they are two. */
  readonly canTellApart: boolean;
  readonly onSame: () => void;
  readonly onOther: () => void;
  readonly onCancel: () => void;
}

/** Two patients on one screen, so that a person can say whether they are one. Nothing is merged by itself. */
export function ComparePatients({ here, inChart, failure, deciding, isTaken, canTellApart, onSame, onOther, onCancel }: ComparePatientsProps) {
  const [compared, setCompared] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** The dialog gives it the focus where it opens with this; where it went on to this, nobody does. */
  const box = useFocusOnMount<HTMLInputElement>();
  const onceCompared = (act: () => void) => {
    if (compared) return act();
    setProblem('Compare the two, then say so here.');
    box.current?.focus();
  };
  return (
    <Stack gap="md">
      <div className={classes['sides']}>
        <PatientSide side="Written on this computer" patient={here} otherwise="" />
        <PatientSide side="In the chart" patient={inChart} otherwise="" />
      </div>
      <Text size="sm">
        If they are the same person, {here.mediaCount === 0 ? 'every picture taken from now on' : countOf(here.mediaCount, 'picture')} goes to the patient in the chart, and what was written here is not sent.
        {isTaken ? ' The chart took this patient, and keeps the details shown under “In the chart”.' : ''}
        {canTellApart ? ' If they are two, the one written here is registered in the chart as a new patient.' : ''}
      </Text>
      <Checkbox
        ref={box} data-autofocus label="I compared name, birth date and MRN." checked={compared} error={problem}
        onChange={(event) => {
          setCompared(event.currentTarget.checked);
          setProblem(null);
        }}
      />
      {failure === null ? null : <FailureMessage failure={failure} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" mr="auto" onClick={onCancel}>Decide later</Button>
        {canTellApart ? <Button variant="default" loading={deciding} onClick={() => onceCompared(onOther)}>Somebody else</Button> : null}
        <Button loading={deciding} onClick={() => onceCompared(onSame)}>Same person</Button>
      </Group>
    </Stack>
  );
}
