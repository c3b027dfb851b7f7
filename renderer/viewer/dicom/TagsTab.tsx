import { Badge, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DicomTag } from '../../../shared/dicom/description/listTags.ts';
import { RowList } from '../../ui/index.ts';
import classes from './Dicom.module.css';

interface Row extends DicomTag {
  readonly key: string;
}

const rowHeight = 44;

/** Every element of the file, searched by number, name or value. What names the patient is shown here and goes nowhere else. */
export function TagsTab({ tags }: { readonly tags: readonly DicomTag[] }) {
  const [words, setWords] = useState('');
  const rows = useMemo((): readonly Row[] => tags.map((tag, index) => ({ ...tag, key: String(index) })), [tags]);
  const found = useMemo(() => {
    const wanted = words.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
    return rows.filter((row) => {
      const text = `${row.tag} ${row.name ?? ''} ${row.vr ?? ''} ${row.value}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
  }, [rows, words]);
  return (
    <div className={classes['tags']}>
      <TextInput size="sm" label="Search the tags" placeholder="Number, name or value" value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      <Text size="xs" c="dimmed" role="status">{found.length === rows.length ? `${String(rows.length)} elements` : `${String(found.length)} of ${String(rows.length)} elements`}</Text>
      <RowList rows={found} label="Elements of the file" rowKey={(row) => row.key} estimate={() => rowHeight} takesFocus={() => true} render={(row) => <TagRow tag={row} />} />
    </div>
  );
}

function TagRow({ tag: { tag, name, vr, value, depth, isPrivate, isPatient } }: { readonly tag: DicomTag }) {
  return (
    <div tabIndex={-1} data-row-target className={classes['tag']} style={{ paddingInlineStart: 4 + depth * 10 }}>
      <div className={classes['tagHead']}>
        <span className={classes['tagName']}>{name ?? (isPrivate ? 'Of the device’s own' : 'Not in the list of names')}</span>
        {isPrivate ? <Badge size="xs" variant="default">Private</Badge> : null}
        {isPatient ? <Badge size="xs" variant="default">Patient</Badge> : null}
        <span className={classes['tagNumber']}>{tag}{vr === null ? '' : ` ${vr}`}</span>
      </div>
      <div className={classes['tagValue']}>{value === '' ? <Text span fz="inherit" c="dimmed">Empty</Text> : value}</div>
    </div>
  );
}
