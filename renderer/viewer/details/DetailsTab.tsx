import { Button, Group, Text } from '@mantine/core';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import { invertMediaEdit, type MediaEdit } from '../../../shared/fhir/edit/mediaEdit.ts';
import { readOnlyReason, type ReadOnlyReason } from '../../../shared/fhir/edit/readOnlyReason.ts';
import type { MediaDetail } from '../../../shared/ipc/contract.ts';
import { useAction, useAnswer } from '../../ipc/index.ts';
import { FailureMessage } from '../../ui/index.ts';
import { Addition } from './Addition.tsx';
import { Departures } from './departures/Departures.tsx';
import { DetailLine, type Editing } from './DetailLine.tsx';
import { detailGroups } from './detailGroups.ts';
import classes from './Details.module.css';
import { MoveToPatient } from './move/MoveToPatient.tsx';
import { Narrative } from './Narrative.tsx';

const readOnlyWords: Readonly<Record<ReadOnlyReason, string>> = {
  modifier: 'Read only: the chart marks this with an extension that changes its meaning, and Lightbox does not know it.',
  'entered-in-error': 'Read only: this was entered in error. Only its status can be changed, should that have been the mistake.',
};

const now = () => new Date().toISOString();
const newId = () => crypto.randomUUID();

/** What the Media says of itself: every field, and those edited that a clinician may edit. */
export function DetailsTab({ detail }: { readonly detail: MediaDetail }) {
  const { resource, view } = detail;
  const author = useAnswer('session.state', undefined).data?.authorName ?? '';
  const queryClient = useQueryClient();
  const edit = useAction('media.edit');
  const [path, setPath] = useState<string | null>(null);
  /** What was saved last, and what takes it back. */
  const [done, setDone] = useState<{ readonly words: string; readonly undo: MediaEdit | null } | null>(null);

  const send = async (label: string, change: MediaEdit, undo: MediaEdit | null): Promise<boolean> => {
    setDone(null);
    try {
      const saved = await edit.mutateAsync({ mediaId: view.id, edit: change });
      queryClient.setQueryData(['media.get', { mediaId: view.id }], saved);
      setDone({ words: undo === null ? `${label}: taken back` : `${label}: saved on this computer`, undo });
      return true;
    } catch {
      // The failure stands in `edit.error`, at the form.
      return false;
    }
  };
  const open = (next: string | null) => {
    edit.reset();
    setPath(next);
  };
  const editing: Editing = {
    mediaId: view.id, path, failure: edit.error?.failure ?? null, saving: edit.isPending, open, close: () => open(null), save: (label, change) => send(label, change, invertMediaEdit(change)),
  };
  const undo = done?.undo ?? null;
  const reason = readOnlyReason(resource);
  const groups = detailGroups(resource, { author, now, newId, patientName: detail.patient?.name });
  return (
    <div>
      {reason === null ? null : <Text size="sm" className={classes['reason']}><IconLock size={16} aria-hidden /> {readOnlyWords[reason]}</Text>}
      <Group gap="sm" wrap="nowrap" role="status" className={classes['done']} data-testid="details-save-state">
        {done === null ? null : <><IconCheck size={16} aria-hidden style={{ flex: 'none' }} /><Text fz={13}>{done.words}</Text></>}
        {undo === null ? null : <Button size="compact-sm" ml="auto" flex="none" variant="default" loading={edit.isPending} onClick={() => void send(done?.words.split(':')[0] ?? '', undo, null)}>Undo</Button>}
      </Group>
      {path === null && edit.error !== null ? <FailureMessage failure={edit.error.failure} /> : null}
      {groups.map(({ title, rows, locked, additions }) => (
        <section key={title} aria-label={title} className={classes['group']}>
          <h3>{title}</h3>
          {locked === undefined ? null : <Text size="xs" c="dimmed">{locked}</Text>}
          {rows.length === 0 ? null : (
            <dl>
              {rows.map((row) => (
                <DetailLine
                  key={row.path} row={row} editable={reason === null || (reason === 'entered-in-error' && row.path === 'status')} editing={editing}
                  act={row.path === 'subject' && reason === null ? <MoveToPatient detail={detail} /> : null}
                />
              ))}
            </dl>
          )}
          {reason === null ? additions.map((addition) => <Addition key={addition.path} addition={addition} editing={editing} />) : null}
        </section>
      ))}
      <Narrative text={resource['text']} />
      <Departures deviations={detail.deviations} losses={detail.losses} />
      <details className={classes['raw']}>
        <summary>The whole record as it stands</summary>
        <pre>{writeFhirJson(resource, 2)}</pre>
      </details>
    </div>
  );
}
