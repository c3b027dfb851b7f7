import { Chip, Group, Slider, VisuallyHidden } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import type { MediaView } from '../../shared/ipc/views.ts';
import { mediaKindLooks } from '../ui/index.ts';
import classes from './FilterBar.module.css';
import { isDeleted, isEnteredInError, type MediaFilter } from './timeline.ts';

export const cardWidths = { smallest: 160, largest: 400, usual: 240 } as const;

export interface FilterBarProps {
  readonly media: readonly MediaView[];
  readonly filter: MediaFilter;
  readonly onFilter: (filter: MediaFilter) => void;
  readonly cardWidth: number;
  readonly onCardWidth: (width: number) => void;
}

function toggled<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return values.includes(value) ? values.filter((kept) => kept !== value) : [...values, value];
}

/** Only filters that would leave something out are offered. */
export function FilterBar({ media, filter, onFilter, cardWidth, onCardWidth }: FilterBarProps) {
  const kinds = [...new Set(media.map(({ kind }) => kind))];
  const bodySites = [...new Set(media.flatMap(({ bodySite }) => bodySite ?? []))].toSorted();
  return (
    <div className={classes['bar']}>
      <Group gap="sm" role="group" aria-label="Filters">
        {kinds.length < 2 ? null : kinds.map((kind) => (
          <Chip key={kind} size="xs" checked={filter.kinds.includes(kind)} onChange={() => onFilter({ ...filter, kinds: toggled(filter.kinds, kind) })}>{mediaKindLooks[kind].word}</Chip>
        ))}
        {bodySites.length < 2 ? null : bodySites.map((site) => (
          <Chip key={site} size="xs" checked={filter.bodySites.includes(site)} onChange={() => onFilter({ ...filter, bodySites: toggled(filter.bodySites, site) })}>{site}</Chip>
        ))}
        <Chip size="xs" checked={filter.withNotes} onChange={(withNotes) => onFilter({ ...filter, withNotes })}>Has notes</Chip>
        <Chip size="xs" checked={filter.notInChart} onChange={(notInChart) => onFilter({ ...filter, notInChart })}>Not in the chart</Chip>
        {media.some(isEnteredInError) ? (
          <Chip size="xs" checked={filter.enteredInError} onChange={(enteredInError) => onFilter({ ...filter, enteredInError })}>Entered in error</Chip>
        ) : null}
        {media.some(isDeleted) ? (
          <Chip size="xs" checked={filter.deleted} onChange={(deleted) => onFilter({ ...filter, deleted })}>Deleted in the chart</Chip>
        ) : null}
      </Group>
      <div className={classes['size']}>
        <IconPhoto size={14} aria-hidden />
        <VisuallyHidden id="picture-size">Picture size</VisuallyHidden>
        <Slider
          w={120} size={4} label={null} min={cardWidths.smallest} max={cardWidths.largest} step={16} value={cardWidth} onChange={onCardWidth}
          thumbProps={{ 'aria-labelledby': 'picture-size' }}
        />
        <IconPhoto size={20} aria-hidden />
      </div>
    </div>
  );
}
