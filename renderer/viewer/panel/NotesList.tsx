import { Text } from '@mantine/core';
import type { NoteView } from '../../../shared/ipc/views.ts';
import { formatDay, formatTime } from '../../ui/index.ts';
import classes from './Panel.module.css';

const unreadable = {
  newer: 'This drawing was made by a newer Lightbox. It is kept unchanged and shown here in words.',
  invalid: 'The drawing in this note is damaged and cannot be shown. The note is kept unchanged.',
} as const;

/** The notes that are words; drawings stand in the layer list. */
export function NotesList({ notes }: { readonly notes: readonly NoteView[] }) {
  const words = notes.filter(({ layerId }) => layerId === null);
  if (words.length === 0) return null;
  return (
    <section aria-label="Notes" className={classes['notes']}>
      <Text size="sm" fw={600} component="h2">Notes</Text>
      <ul className={classes['plain']}>
        {words.map((note, index) => (
          <li key={index} className={classes['note']}>
            <Text size="xs" c="dimmed">{[note.author ?? 'Author unknown', note.time === null ? null : `${formatDay(note.time)} ${formatTime(note.time) ?? ''}`.trim()].filter((part) => part !== null).join(' · ')}</Text>
            <Text size="sm" className={classes['words']}>{note.text}</Text>
            {note.unreadableLayer === null ? null : <Text size="xs" className={classes['warning']}>{unreadable[note.unreadableLayer]}</Text>}
          </li>
        ))}
      </ul>
    </section>
  );
}
