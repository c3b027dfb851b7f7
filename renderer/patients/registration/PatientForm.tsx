import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { problemsOfNewPatient, type NewPatient } from '../../../shared/fhir/newPatient.ts';
import type { PatientView } from '../../../shared/ipc/views.ts';
import { useAction, useAnswer } from '../../ipc/index.ts';
import { describeBirth, describeRecordNumber, describeSex, FailureMessage, useNow } from '../../ui/index.ts';
import classes from './PatientForm.module.css';

const sexChoices = [
  { value: 'unknown', label: 'Unknown' }, { value: 'female', label: 'Female' }, { value: 'male', label: 'Male' }, { value: 'other', label: 'Other' },
];

export interface PatientFormProps {
  /** Who is corrected; null: a new one. */
  readonly patientId: string | null;
  readonly details: NewPatient;
  readonly submit: string;
  readonly onDone: (patient: PatientView) => void;
  readonly onCancel: () => void;
  /** Somebody who is here already is the one who is meant. */
  readonly onUse: (patient: PatientView) => void;
}

/** What is known of a patient whom the chart does not know. Who may be meant already stands below: a warning, never a wall. */
export function PatientForm({ patientId, details, submit, onDone, onCancel, onUse }: PatientFormProps) {
  const register = useAction('patients.register');
  const form = useForm<NewPatient>({
    initialValues: details,
    validate: (values) => problemsOfNewPatient(values, today()),
  });
  const [asked] = useDebouncedValue(form.values, 250);
  const alike = useAnswer('patients.alike', { patientId, details: asked }, { keepPrevious: true, enabled: asked.mrn.trim() !== '' || (asked.family.trim() !== '' && asked.given.trim() !== '') });
  const others = alike.data ?? [];
  const now = useNow();

  return (
    <form noValidate aria-label={submit} onSubmit={form.onSubmit((values) => register.mutate({ patientId, details: values }, { onSuccess: onDone }))}>
      <Stack gap="md">
        <Text size="sm">The patient is on this computer at once, and is registered in the chart when it answers. Pictures go there after that.</Text>
        <div className={classes['names']}>
          {/* Said to the dialog: it gives the focus away after its content has mounted, to its Close button otherwise. */}
          <TextInput data-autofocus label="Family name" maxLength={200} autoComplete="off" spellCheck={false} {...form.getInputProps('family')} />
          <TextInput label="Given names" maxLength={200} autoComplete="off" spellCheck={false} {...form.getInputProps('given')} />
        </div>
        <div className={classes['facts']}>
          <TextInput label="Birth date" description="Year-month-day; empty if unknown" placeholder="1980-05-12" maxLength={10} autoComplete="off" {...form.getInputProps('birthDate')} />
          <Select label="Sex" description="As the chart writes it" data={sexChoices} allowDeselect={false} comboboxProps={{ withinPortal: true }} {...form.getInputProps('sex')} />
          <TextInput label="MRN" description="If there is one" maxLength={100} autoComplete="off" spellCheck={false} {...form.getInputProps('mrn')} />
        </div>
        {others.length === 0 ? null : (
          <section className={classes['alike']} aria-label="Already here" role="status">
            <Text size="sm" fw={600}>Somebody like this is already here. Is it the same person?</Text>
            {others.slice(0, 5).map((other) => (
              <div key={other.id} className={classes['other']}>
                <div>
                  <Text size="sm" fw={600}>{other.name}</Text>
                  <Text size="xs">{[describeBirth(other, now), describeSex(other), describeRecordNumber(other)].join(' · ')}</Text>
                </div>
                <Button size="xs" variant="default" aria-label={`Use this one: ${other.name}`} onClick={() => onUse(other)}>Use this one</Button>
              </div>
            ))}
          </section>
        )}
        {register.error === null ? null : <FailureMessage failure={register.error.failure} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>Cancel</Button>
          <Button type="submit" loading={register.isPending}>{submit}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** YYYY-MM-DD on this computer's calendar. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
