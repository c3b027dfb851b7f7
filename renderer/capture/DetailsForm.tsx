import { Select, Text, Textarea, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import dayjs from 'dayjs';
import type { Coding } from '../../shared/fhir/elements.ts';
import { contextGroup } from '../../shared/terminology/contextGroup.ts';
import type { IntakeDetails } from '../intake/index.ts';
import classes from './DetailsForm.module.css';

const bodySites = contextGroup('CID 4');
const lateralities = contextGroup('CID 244');

function options(concepts: typeof bodySites) {
  return concepts.map(({ code, display }) => ({ value: code, label: display }));
}

function find(concepts: typeof bodySites, code: string | null): Coding | null {
  return concepts.find((concept) => concept.code === code) ?? null;
}

export interface DetailsFormProps {
  readonly details: IntakeDetails;
  readonly onChange: (details: IntakeDetails) => void;
}

/** What goes with every picture taken from now on; stays as it is from shot to shot. */
export function DetailsForm({ details, onChange }: DetailsFormProps) {
  const set = (some: Partial<IntakeDetails>) => onChange({ ...details, ...some });
  return (
    <section className={classes['form']} aria-label="Details of the next pictures">
      <div>
        <Text component="h2" fw={600}>Details</Text>
        <Text size="xs" c="dimmed">Go with every picture you take from now on</Text>
      </div>
      <TextInput size="md" label="Title" maxLength={200} value={details.title} onChange={(event) => set({ title: event.currentTarget.value })} />
      <Select
        size="md" label="Body site" placeholder="Type to search" data={options(bodySites)} searchable clearable limit={60} nothingFoundMessage="No such body site"
        value={details.bodySite?.code ?? null} onChange={(code) => set({ bodySite: find(bodySites, code) })}
      />
      <Select
        size="md" label="Laterality" data={options(lateralities)} clearable
        value={details.laterality?.code ?? null} onChange={(code) => set({ laterality: find(lateralities, code) })}
      />
      <DateTimePicker
        size="md" label="Taken at" placeholder="Now, or the file’s own date" clearable valueFormat="D MMM YYYY, HH:mm" maxDate={dayjs().endOf('day').toDate()}
        weekendDays={[]} nextLabel="Next month" previousLabel="Previous month" submitButtonProps={{ 'aria-label': 'Use this time' }}
        value={details.takenAt === null ? null : dayjs(details.takenAt).format('YYYY-MM-DD HH:mm:ss')}
        onChange={(value) => set({ takenAt: value === null ? null : dayjs(value).toISOString() })}
      />
      <TextInput size="md" label="Reason" placeholder="Why the picture is taken" maxLength={500} value={details.reason} onChange={(event) => set({ reason: event.currentTarget.value })} />
      <Textarea size="md" label="Note" rows={2} maxLength={4000} value={details.note} onChange={(event) => set({ note: event.currentTarget.value })} />
    </section>
  );
}
