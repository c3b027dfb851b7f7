import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconStethoscope } from '@tabler/icons-react';
import { visitClasses, visitKinds, type NewVisit, type VisitClass } from '../../../shared/fhir/newVisit.ts';
import { useAction, useAnswer } from '../../ipc/index.ts';
import { FailureMessage, formatInstant, useNow } from '../../ui/index.ts';

const kinds = (Object.keys(visitClasses) as VisitClass[]).map((value) => ({ value, label: visitKinds[value] }));

/** The visit that pictures of this patient join; where the chart takes visits from here. @param height of its button, in px. */
export function Visit({ patientId, height }: { readonly patientId: string; readonly height: number }) {
  const [opened, dialog] = useDisclosure(false);
  const now = useNow();
  const present = useAnswer('visits.present', { patientId }).data ?? null;
  const takesVisits = useAnswer('sync.status', undefined).data?.registers.includes('Encounter') === true;
  const leave = useAction('visits.leave');
  if (present === null && !takesVisits) return null;
  return (
    <>
      <Button variant={present === null ? 'default' : 'light'} h={height} leftSection={<IconStethoscope size={18} aria-hidden />} onClick={dialog.open}>
        {present === null ? 'Start a visit' : 'In a visit'}
      </Button>
      <Modal opened={opened} onClose={dialog.close} size={520} title={present === null ? 'Start a visit' : present.title} closeButtonProps={{ 'aria-label': 'Close' }}>
        {present === null ? <StartVisit patientId={patientId} onDone={dialog.close} /> : (
          <Stack gap="md">
            <Text size="sm">Since {formatInstant(present.startedAt, now)}. Pictures taken now are filed under this visit. {present.inChart ? 'It is in the chart, proven.' : 'It is only on this computer yet.'}</Text>
            {present.failure === null ? null : <FailureMessage failure={present.failure} />}
            {leave.error === null ? null : <FailureMessage failure={leave.error.failure} />}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" data-autofocus onClick={dialog.close}>Stay in it</Button>
              <Button loading={leave.isPending} onClick={() => leave.mutate({ visitId: present.id }, { onSuccess: dialog.close })}>Take no more pictures in it</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}

function StartVisit({ patientId, onDone }: { readonly patientId: string; readonly onDone: () => void }) {
  const start = useAction('visits.start');
  const form = useForm<NewVisit>({ initialValues: { kind: 'AMB', reason: '' } });
  return (
    <form noValidate aria-label="Start a visit" onSubmit={form.onSubmit((visit) => start.mutate({ ...visit, patientId }, { onSuccess: onDone }))}>
      <Stack gap="md">
        <Select label="Kind" data={kinds} allowDeselect={false} data-autofocus {...form.getInputProps('kind')} />
        <TextInput label="Reason" description="If you like" maxLength={500} autoComplete="off" {...form.getInputProps('reason')} />
        <Text size="sm">It begins now. Pictures taken from now on are filed under it, until you leave it.</Text>
        {start.error === null ? null : <FailureMessage failure={start.error.failure} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone}>Cancel</Button>
          <Button type="submit" loading={start.isPending}>Start the visit</Button>
        </Group>
      </Stack>
    </form>
  );
}
