import { Button } from '@mantine/core';
import { useElementSize, useLocalStorage } from '@mantine/hooks';
import { IconCamera, IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { MediaView, PatientView } from '../../shared/ipc/views.ts';
import { formatRoute } from '../navigation/index.ts';
import { countOf, EmptyState, RowList } from '../ui/index.ts';
import { cardWidths, FilterBar } from './FilterBar.tsx';
import { MediaCard } from './MediaCard.tsx';
import classes from './MediaTimeline.module.css';
import { everything, passes, timelineRows } from './timeline.ts';

const gap = 16;
const sidePadding = 48;
/** Title, facts and badge under the picture. */
const wordsHeight = 82;

export function MediaTimeline({ patient, media }: { readonly patient: PatientView; readonly media: readonly MediaView[] }) {
  const [filter, setFilter] = useState(everything);
  const [cardWidth, setCardWidth] = useLocalStorage<number>({ key: 'lightbox-card-width', defaultValue: cardWidths.usual });
  const { ref, width } = useElementSize();

  if (media.length === 0) {
    return (
      <EmptyState
        icon={IconCamera} title="No pictures yet"
        action={<Button component="a" href={formatRoute({ screen: 'capture', patientId: patient.id })} size="md" leftSection={<IconCamera size={18} aria-hidden />}>Take the first picture</Button>}
      >
        Photos, animations, videos and documents of {patient.name} would be here. You can also drop files on this page.
      </EmptyState>
    );
  }

  const columns = Math.max(1, Math.floor((width - sidePadding + gap) / (cardWidth + gap)));
  const columnWidth = (width - sidePadding - gap * (columns - 1)) / columns;
  const shown = media.filter((one) => passes(one, filter));
  return (
    <div ref={ref} className={classes['timeline']}>
      <FilterBar media={media} filter={filter} onFilter={setFilter} cardWidth={cardWidth} onCardWidth={setCardWidth} />
      {shown.length === 0 ? (
        <EmptyState icon={IconFilterOff} title="Nothing passes the filters" action={<Button variant="default" onClick={() => setFilter(everything)}>Show all {media.length}</Button>}>
          {countOf(media.length, 'picture')} of {patient.name} {media.length === 1 ? 'is' : 'are'} hidden by the filters above.
        </EmptyState>
      ) : (
        <RowList
          label="Pictures, newest first"
          placeName={patient.id}
          rows={width === 0 ? [] : timelineRows(shown, columns)}
          rowKey={(row) => (row.kind === 'day' ? row.label : row.key)}
          estimate={(row) => (row.kind === 'day' ? 44 : columnWidth * 0.75 + wordsHeight + gap)}
          takesFocus={(row) => row.kind === 'media'}
          render={(row) => (row.kind === 'day'
            ? <h2 className={classes['day']}>{row.label} <span>{countOf(row.count, 'picture')}</span></h2>
            : <div className={classes['cards']} style={{ gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))` }}>{row.media.map((one) => <MediaCard key={one.id} media={one} />)}</div>)}
        />
      )}
    </div>
  );
}
