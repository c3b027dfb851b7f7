import { Alert, Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconAlertTriangle } from '@tabler/icons-react';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { CodeableConcept, Coding } from '../../shared/fhir/elements.ts';
import { conceptText } from '../../shared/fhir/mediaView.ts';
import type { CaptureMetadata } from '../../shared/ipc/contract.ts';
import { contextGroup } from '../../shared/terminology/contextGroup.ts';
import { useAnswer } from '../ipc/index.ts';
import { describeBirth, describeRecordNumber, IdentityTable, useNow } from '../ui/index.ts';
import { decideIntake, discardIntake, type IntakeItem } from './intakeQueue.ts';

const modalities = contextGroup('CID 29');
const lateralities = contextGroup('CID 244');
const choices = (concepts: readonly Coding[]) => concepts.flatMap(({ code, display }) => (code === undefined ? [] : [{ value: code, label: display ?? code }]));

/** A DICOM file says of itself what it shows, and whom. Nothing is saved until a person has looked at that. */
export function FileQuestion({ item }: { readonly item: IntakeItem }) {
  const { data: patient } = useAnswer('patients.get', { patientId: item.patientId });
  const now = useNow();
  const intake = item.state.kind === 'asks' ? item.state.intake : null;
  const [said, setSaid] = useState(() => firstAnswers(item));
  if (intake === null) return null;
  const { proposal, differences } = intake;
  const change = (some: Partial<Answers>) => setSaid({ ...said, ...some });
  /** Whose word a field is. */
  const source = (proposed: unknown, same: boolean) => (!same ? 'Changed by you' : proposed === null ? 'Not in the file' : 'From the file');
  const discard = () => discardIntake(item.id);
  const decide = () => decideIntake(item.id, metadataOf(item.metadata, said), differences.length > 0);
  const another = differences.length > 0;
  return (
    <Modal opened onClose={discard} size="lg" title={another ? 'Whose picture is this?' : 'What the file says of itself'} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': 'Do not take it' }}>
      <Stack gap="md">
        {another ? (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="The file names another patient than this chart">
            <IdentityTable differences={differences} />
            <Text size="sm" mt="xs">Nothing has been saved. Keep it only if you know that it shows {patient?.name ?? 'this patient'}; who decided so is recorded with it.</Text>
          </Alert>
        ) : null}
        {patient === undefined ? null : <Text size="sm">For <strong>{patient.name}</strong>, {describeBirth(patient, now)}, {describeRecordNumber(patient)}</Text>}
        <SimpleGrid cols={2} spacing="sm">
          <Select
            label="Modality" data={choices(modalities)} searchable clearable value={said.modality?.coding?.[0]?.code ?? null} placeholder={conceptText(said.modality ?? undefined) ?? 'Not stated'}
            description={source(proposal.modality, said.modality === proposal.modality)} onChange={(code) => change({ modality: conceptOf(code) })}
          />
          <Select
            label="Laterality" data={choices(lateralities)} clearable value={said.laterality?.code ?? null} placeholder="Not stated"
            description={source(proposal.laterality, said.laterality === proposal.laterality)} onChange={(code) => change({ laterality: lateralities.find((side) => side.code === code) ?? null })}
          />
          <TextInput
            label="View" maxLength={200} value={conceptText(said.view ?? undefined) ?? ''} placeholder="Not stated" description={source(proposal.view, said.view === proposal.view)}
            onChange={({ currentTarget: { value } }) => change({ view: value === '' ? null : { text: value } })}
          />
          <DateTimePicker
            label="Taken at" valueFormat="D MMM YYYY, HH:mm" weekendDays={[]} nextLabel="Next month" previousLabel="Previous month" submitButtonProps={{ 'aria-label': 'Use this time' }}
            description={source(proposal.created, said.created === proposal.created)} value={dayjs(said.created).format('YYYY-MM-DD HH:mm:ss')}
            onChange={(value) => value !== null && change({ created: dayjs(value).toISOString() })}
          />
          <TextInput
            label="Device" maxLength={200} value={said.deviceName ?? ''} placeholder="Not stated" description={source(proposal.deviceName, said.deviceName === proposal.deviceName)}
            onChange={({ currentTarget: { value } }) => change({ deviceName: value === '' ? null : value })}
          />
          <TextInput
            label="Accession number" maxLength={64} value={said.accession ?? ''} placeholder="Not stated" description={source(proposal.accession, said.accession === proposal.accession)}
            onChange={({ currentTarget: { value } }) => change({ accession: value === '' ? null : value })}
          />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button variant="default" onClick={discard} data-autofocus={another || undefined}>{another ? 'Wrong patient: do not take it' : 'Do not take it'}</Button>
          <Button color={another ? 'red' : 'accent'} onClick={decide} data-autofocus={another ? undefined : true}>{another ? 'It is this patient, keep' : 'Save it'}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface Answers {
  readonly modality: CodeableConcept | null;
  readonly view: CodeableConcept | null;
  readonly laterality: Coding | null;
  readonly created: string;
  readonly deviceName: string | null;
  readonly accession: string | null;
}

/** What a person said of all pictures before goes before what the file says. */
function firstAnswers({ state, metadata, saysWhen }: IntakeItem): Answers {
  const proposal = state.kind === 'asks' ? state.intake.proposal : null;
  return {
    modality: proposal?.modality ?? null, view: proposal?.view ?? null, deviceName: proposal?.deviceName ?? null, accession: proposal?.accession ?? null,
    laterality: metadata.laterality ?? proposal?.laterality ?? null,
    created: saysWhen ? metadata.createdDateTime : (proposal?.created ?? metadata.createdDateTime),
  };
}

function metadataOf(metadata: CaptureMetadata, { laterality, created, ...fromFile }: Answers): CaptureMetadata {
  return { ...metadata, laterality, createdDateTime: created, fromFile };
}

function conceptOf(code: string | null): CodeableConcept | null {
  const coding = modalities.find((concept) => concept.code === code);
  return coding === undefined ? null : { coding: [coding], text: coding.display };
}
