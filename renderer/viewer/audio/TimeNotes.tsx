import { Button, Group, Stack, Text, Textarea, UnstyledButton } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { formatMoment } from '../../../shared/annotation/timeAnchor.ts';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import { countOf, EmptyState, FailureMessage, useFocusOnMount } from '../../ui/index.ts';
import panel from '../panel/Panel.module.css';
import classes from './Sound.module.css';
import type { MomentNote } from './momentNotes.ts';

export interface TimeNotesProps {
  /** In order of their moments. */
  readonly notes: readonly MomentNote[];
  /** Milliseconds of the note that is being written; null: none is. */
  readonly writingAt: number | null;
  /** Null where nothing may be written. */
  readonly onWrite: (() => void) | null;
  /** Resolves when it is on disk for good; answers why not. */
  readonly onSave: (words: string) => Promise<Failure | null>;
  readonly onCancel: () => void;
  readonly onGoTo: (atMilliseconds: number) => void;
}

/** The notes about moments of a recording: a press goes to the moment. */
export function TimeNotes({ notes, writingAt, onWrite, onSave, onCancel, onGoTo }: TimeNotesProps) {
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" fw={600} component="h2">{countOf(notes.length, 'note')} at a moment</Text>
        <Button size="xs" h={36} variant="default" leftSection={<IconMessagePlus size={16} aria-hidden />} disabled={onWrite === null || writingAt !== null} onClick={() => onWrite?.()}>
          Note at this moment
        </Button>
      </Group>
      {writingAt === null ? null : <NoteForm key={writingAt} atMilliseconds={writingAt} onSave={onSave} onCancel={onCancel} />}
      {notes.length > 0 ? (
        <ul className={panel['plain']} aria-label="Notes at moments">
          {notes.map((note) => (
            <li key={note.key}>
              <UnstyledButton className={classes['noteRow']} onClick={() => onGoTo(note.atMilliseconds)}>
                <Text span size="sm" fw={600} className={classes['moment']}>{formatMoment(note.atMilliseconds)}</Text>
                <span>
                  <Text size="sm" className={panel['words']}>{note.words}</Text>
                  <Text size="xs" c="dimmed">{note.author ?? 'Author unknown'}</Text>
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      ) : writingAt === null ? <EmptyState icon={IconMessagePlus} title="No notes at a moment">Go to what you hear and press N.</EmptyState> : null}
    </Stack>
  );
}

function NoteForm({ atMilliseconds, onSave, onCancel }: Pick<TimeNotesProps, 'onSave' | 'onCancel'> & { readonly atMilliseconds: number }) {
  const field = useFocusOnMount<HTMLTextAreaElement>();
  const [words, setWords] = useState('');
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = () => {
    if (words.trim() === '' || saving) return;
    setSaving(true);
    void onSave(words.trim()).then((failed) => {
      setSaving(false);
      setFailure(failed);
    });
  };
  return (
    <Stack gap="xs">
      <Textarea
        label={`Note at ${formatMoment(atMilliseconds)}`} value={words} maxLength={4000} ref={field} onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      {failure === null ? null : <FailureMessage failure={failure} />}
      <Group gap="xs">
        <Button size="xs" h={36} onClick={save} loading={saving} disabled={words.trim() === ''}>Save note</Button>
        <Button size="xs" h={36} variant="default" onClick={onCancel}>Cancel</Button>
        <Text size="xs" c="dimmed">Ctrl + Enter saves</Text>
      </Group>
    </Stack>
  );
}
