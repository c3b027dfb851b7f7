import { ActionIcon, Alert, Button, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowLeft } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { readLayers } from '../../shared/annotation/noteCodec.ts';
import type { ConflictView } from '../../shared/ipc/conflictViews.ts';
import { contestedIn } from '../../shared/sync/contestedIn.ts';
import { useAction } from '../ipc/index.ts';
import { countOf, FailureMessage, PatientBanner, SafetyBadge, useFocusOnMount, useKeyTable } from '../ui/index.ts';
import { ChoiceList } from './ChoiceList.tsx';
import classes from './Conflict.module.css';
import { choiceKeys } from './conflictKeys.ts';
import { SidePictures } from './SidePictures.tsx';
import { useChoices } from './useChoices.ts';

/** Three sides, a choice for everything contested, what will come of it, and one button that does it. */
export function ConflictChooser({ conflict, onDone, onClose }: { readonly conflict: ConflictView; readonly onDone: () => void; readonly onClose: () => void }) {
  const { view: media, patient, conflicts } = conflict;
  const choices = useChoices(conflicts);
  const resolve = useAction('conflict.resolve');
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const [focused, setFocused] = useState<number | null>(null);
  /** Both sides as they were when this was opened: the chart may move on while a person looks. */
  const [openedWith] = useState(conflict.shown);
  const result = useMemo(() => contestedIn(conflict, choices.choices).merged, [conflict, choices.choices]);
  const marks = useMemo(() => new Map(conflicts.flatMap(({ place }, index) => (place.kind === 'shape' ? [[place.shapeId, index + 1] as const] : place.kind === 'layer' ? [[place.layerId, index + 1] as const] : []))), [conflicts]);

  const confirm = () => {
    if (choices.left > 0 || resolve.isPending) return;
    resolve.mutate({ mediaId: media.id, shown: conflict.shown, choices: [...choices.choices.values()] }, { onSuccess: onDone });
  };
  useKeyTable(choiceKeys, { confirm, close: onClose, ...(choices.undo !== null && { undo: choices.undo }) });
  const back = (
    <Tooltip label="Back; nothing is decided (Escape)">
      <ActionIcon size={44} variant="subtle" color="gray" aria-label="Back" onClick={onClose}><IconArrowLeft size={22} aria-hidden /></ActionIcon>
    </Tooltip>
  );
  return (
    <main className={classes['screen']}>
      {patient === null ? back : <PatientBanner patient={patient} lead={back} actions={<SafetyBadge safety={media.safety} />} />}
      <div className={classes['bar']}>
        <h2 ref={heading} tabIndex={-1}>{media.title}: {conflict.theirs === null ? 'deleted in the chart, changed here' : 'changed on both sides'}</h2>
        <Text size="sm" c="dimmed">{lead(conflict)}</Text>
      </div>
      {conflict.shown === openedWith ? null : (
        <Alert color="yellow" radius={0} role="status">One side changed while you were looking. What you chose for values that are others now is open again.</Alert>
      )}
      <SidePictures conflict={conflict} result={result} marks={marks} focused={focused} />
      <ChoiceList conflict={conflict} choices={choices} onFocus={setFocused} />
      <footer className={classes['footer']}>
        <Text size="sm" role="status" className={classes['summary']}>{summary(choices, conflicts)}</Text>
        {resolve.error === null ? null : <FailureMessage failure={resolve.error.failure} compact />}
        <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} disabled={choices.undo === null} onClick={() => choices.undo?.()}>Undo</Button>
        <Button disabled={choices.left > 0} loading={resolve.isPending} onClick={confirm}>Keep these</Button>
      </footer>
    </main>
  );
}

function lead({ mine, theirs, operation }: ConflictView): string {
  const rest = 'What you decide against is kept, under Proof & history.';
  if (theirs === null || operation === 'delete') return `Choose what holds. ${rest}`;
  const drawings = readLayers(mine).length + readLayers(theirs).length > 0;
  return `Choose what holds. ${rest} Everything else is kept from both${drawings ? '; in the pictures it stands in dotted frames' : ''}.`;
}

function summary(choices: ReturnType<typeof useChoices>, conflicts: ConflictView['conflicts']): string {
  const of = (keep: string) => conflicts.filter(({ key }) => choices.chosen(key) === keep).length;
  const kept = [[of('mine'), 'of mine'], [of('theirs'), 'of theirs'], [of('both'), 'from both']].flatMap(([count, words]) => (count === 0 ? [] : [`${String(count)} ${String(words)}`]));
  const keeps = kept.length === 0 ? '' : `You keep ${kept.join(', ')}. `;
  if (conflicts.length === 0) return 'Nothing is contested any more: what both sides did is kept.';
  return `${keeps}${choices.left === 0 ? 'Nothing is left to choose.' : `${countOf(choices.left, 'choice')} left.`}`;
}
