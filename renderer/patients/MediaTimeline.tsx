import { Button } from '@mantine/core';
import { useCallbackRef, useElementSize, useLocalStorage } from '@mantine/hooks';
import { IconCamera, IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { MediaView, PatientView } from '../../shared/ipc/views.ts';
import { formatRoute, mostCompared, navigate } from '../navigation/index.ts';
import { countOf, EmptyState, RowList, useKeyTable } from '../ui/index.ts';
import { choose, chooseRange, isComparable, type Chosen } from './choosePictures.ts';
import { ChosenBar } from './ChosenBar.tsx';
import { cardWidths, FilterBar } from './FilterBar.tsx';
import { MediaCard } from './MediaCard.tsx';
import classes from './MediaTimeline.module.css';
import { everything, passes, timelineRows, type TimelineCell, type TimelineRow } from './timeline.ts';
import { timelineKeys } from './timelineKeys.ts';

const gap = 16;
const sidePadding = 48;
/** Title, facts and badge under the picture. */
const wordsHeight = 82;
const dayHeight = 36;

interface TimelineCellsProps {
  readonly row: TimelineRow;
  readonly columns: number;
  readonly chosen: Chosen;
  readonly onChoose: (mediaId: string, range: boolean) => void;
}

function TimelineCells({ row, columns, chosen, onChoose }: TimelineCellsProps) {
  const withDays = row.some(({ day }) => day !== null);
  return (
    <div className={classes['cards']} style={{ gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))` }}>
      {row.map(({ media, day }) => (
        <div key={media.id} className={classes['cell']}>
          {withDays ? <Day day={day} /> : null}
          <MediaCard media={media} choosable={isComparable(media)} chosen={chosen.includes(media.id)} full={chosen.length >= mostCompared} onChoose={onChoose} />
        </div>
      ))}
    </div>
  );
}

/** The heading above the first picture of a day; above the others its empty height, so that the pictures stay in line. */
function Day({ day }: Pick<TimelineCell, 'day'>) {
  if (day === null) return <div className={classes['day']} aria-hidden />;
  return <h2 className={classes['day']}>{day.label}{day.count === 1 ? null : <span>{countOf(day.count, 'picture')}</span>}</h2>;
}

export function MediaTimeline({ patient, media }: { readonly patient: PatientView; readonly media: readonly MediaView[] }) {
  const [filter, setFilter] = useState(everything);
  const [cardWidth, setCardWidth] = useLocalStorage<number>({ key: 'lightbox-card-width', defaultValue: cardWidths.usual });
  const { ref, width } = useElementSize();
  const [asked, setChosen] = useState<Chosen>([]);
  // What was moved to another patient meanwhile, or is filtered out, is not compared unseen.
  const shown = media.filter((one) => passes(one, filter));
  const chosen = asked.filter((id) => shown.some((one) => one.id === id && isComparable(one)));
  const compare = () => navigate({ screen: 'compare', mediaIds: chosen });
  useKeyTable(timelineKeys, chosen.length === 0 ? {} : { clear: () => setChosen([]), ...(chosen.length < 2 ? {} : { compare }) });
  const onChoose = useCallbackRef((mediaId: string, range: boolean) => setChosen(range ? chooseRange(chosen, mediaId, shown) : choose(chosen, mediaId)));

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
  return (
    <div ref={ref} className={classes['timeline']}>
      <FilterBar media={media} filter={filter} onFilter={setFilter} cardWidth={cardWidth} onCardWidth={setCardWidth} />
      {shown.length === 0 ? (
        <EmptyState icon={IconFilterOff} title="Nothing passes the filters" action={<Button variant="default" onClick={() => setFilter({ ...everything, enteredInError: true, deleted: true })}>Show all {media.length}</Button>}>
          {countOf(media.length, 'picture')} of {patient.name} {media.length === 1 ? 'is' : 'are'} hidden by the filters above.
        </EmptyState>
      ) : (
        <RowList
          label="Pictures, newest first"
          placeName={patient.id}
          rows={width === 0 ? [] : timelineRows(shown, columns)}
          rowKey={(row) => row[0].media.id}
          estimate={(row) => columnWidth * 0.75 + wordsHeight + gap + (row.some(({ day }) => day !== null) ? dayHeight : 0)}
          takesFocus={() => true}
          render={(row) => <TimelineCells row={row} columns={columns} chosen={chosen} onChoose={onChoose} />}
        />
      )}
      {chosen.length === 0 ? null : <ChosenBar count={chosen.length} onCompare={compare} onClear={() => setChosen([])} />}
    </div>
  );
}
