import { ActionIcon, Text } from '@mantine/core';
import { IconLock, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { MediaEdit } from '../../../shared/fhir/edit/mediaEdit.ts';
import type { DetailRow } from './detailGroups.ts';
import classes from './Details.module.css';
import { EditForm } from './EditForm.tsx';
import { useFocusWhenShut } from './useFocusWhenShut.ts';

export interface Editing {
  readonly mediaId: string;
  /** Of the line that is open. */
  readonly path: string | null;
  readonly failure: Failure | null;
  readonly saving: boolean;
  readonly open: (path: string) => void;
  readonly close: () => void;
  readonly save: (label: string, edit: MediaEdit) => Promise<boolean>;
}

export interface DetailLineProps {
  readonly row: DetailRow;
  readonly editable: boolean;
  readonly editing: Editing;
  /** Another way to change it than by its editor. */
  readonly act?: ReactNode;
}

/** One field: name, value, what stands behind it, and its editor in its place. */
export function DetailLine({ row, editable, editing, act }: DetailLineProps) {
  const button = useFocusWhenShut(editing.path, row.path);
  const open = editing.path === row.path && row.editor !== null;
  return (
    <div className={classes['line']} data-path={row.path}>
      <dt>{row.label}</dt>
      <dd>
        {open && row.editor !== null ? (
          <EditForm
            label={row.label} editor={row.editor()} mediaId={editing.mediaId} failure={editing.failure} saving={editing.saving} onCancel={editing.close}
            onSave={(edit) => void editing.save(row.label, edit).then((saved) => saved && editing.close())}
          />
        ) : (
          <div className={classes['value']}>
            <div className={classes['words']}>
              {row.text === null ? <Text span fz="inherit" c="dimmed">Not stated</Text> : row.text}
              {row.behind === undefined ? null : <span className={classes['behind']}>{row.behind}</span>}
              {row.locked === undefined ? null : <span className={classes['behind']}><IconLock size={12} aria-hidden /> {row.locked}</span>}
            </div>
            {editable && row.editor !== null ? (
              <ActionIcon ref={button} size={36} variant="subtle" color="gray" aria-label={`Edit ${row.label}`} onClick={() => editing.open(row.path)}>
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
            ) : null}
          </div>
        )}
        {act}
      </dd>
    </div>
  );
}
