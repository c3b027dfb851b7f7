import { Button, Loader, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { describeFailure } from '../../shared/errors/describeFailure.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { mediaThumbnailPath } from '../../shared/ipc/contract.ts';
import { formatRoute } from '../navigation/index.ts';
import { formatTime, mediaKindLooks } from '../ui/index.ts';
import { FileQuestion } from './FileQuestion.tsx';
import { discardIntake, retryIntake, useIntake, type IntakeItem } from './intakeQueue.ts';
import classes from './ReviewStrip.module.css';

const sourceWords = { camera: 'Camera', file: 'File', drop: 'Dropped file', paste: 'Pasted picture' } as const satisfies Record<IntakeItem['source'], string>;

function Picture({ item }: { readonly item: IntakeItem }) {
  const [broken, setBroken] = useState(false);
  if (item.state.kind === 'saved') {
    const { media } = item.state;
    const { icon: KindSign } = mediaKindLooks[media.kind];
    return media.thumbnail === null ? <KindSign size={28} stroke={1.4} aria-hidden /> : <img src={mediaThumbnailPath(media.id, media.thumbnail)} alt="" draggable={false} />;
  }
  if (item.preview !== null && !broken) return <img src={item.preview} alt="" draggable={false} onError={() => setBroken(true)} />;
  return <mediaKindLooks.other.icon size={28} stroke={1.4} aria-hidden />;
}

function State({ item }: { readonly item: IntakeItem }) {
  switch (item.state.kind) {
    case 'saving': return <span className={classes['state']}><Loader size={14} aria-hidden />Saving</span>;
    case 'saved': return <span className={classes['state']} data-tone="good"><IconCircleCheck size={14} aria-hidden />Saved on this computer</span>;
    case 'asks': return <span className={classes['state']}>Waits for your answer</span>;
    case 'failed': return <Failed id={item.id} failure={item.state.failure} />;
  }
}

function Failed({ id, failure }: { readonly id: string; readonly failure: Failure }) {
  const { wrong, todo } = describeFailure(failure);
  // What is wrong with the file itself is still wrong on a second try.
  const canRetry = !failure.code.startsWith('data.');
  return (
    <div role="alert" className={classes['failed']}>
      <Text size="xs" fw={600}>Not saved: {wrong}</Text>
      <Text size="xs">{todo}</Text>
      <div className={classes['ways']}>
        {canRetry ? <Button size="compact-xs" onClick={() => retryIntake(id)}>Try again</Button> : null}
        <Button size="compact-xs" variant="default" onClick={() => discardIntake(id)}>Discard</Button>
      </div>
    </div>
  );
}

function title(item: IntakeItem): string {
  const time = formatTime(item.metadata.createdDateTime);
  return item.state.kind === 'saved' ? item.state.media.title : [item.metadata.title || sourceWords[item.source], time].filter((part) => part !== null).join(' ');
}

/** Memoised: the strip holds all that was added, and the page around it changes with every file that is sent. */
const ReviewItem = memo(({ item }: { readonly item: IntakeItem }) => (
  <li className={classes['item']} data-failed={item.state.kind === 'failed' || undefined} aria-label={title(item)}>
    <span className={classes['picture']}><Picture item={item} /></span>
    <div className={classes['words']}>
      {item.state.kind === 'saved'
        ? <a className={classes['title']} href={formatRoute({ screen: 'viewer', mediaId: item.state.media.id })}>{title(item)}</a>
        : <span className={classes['title']}>{title(item)}</span>}
      <State item={item} />
    </div>
  </li>
));

/** What was just taken for this patient and how it stands; nothing here asks for attention unless it failed. */
export function ReviewStrip({ patientId }: { readonly patientId: string }) {
  const items = useIntake().filter((item) => item.patientId === patientId);
  if (items.length === 0) return null;
  // The oldest first, one at a time.
  const asking = items.findLast(({ state }) => state.kind === 'asks');
  return (
    <section className={classes['strip']} aria-label="Just added">
      {asking === undefined ? null : <FileQuestion key={asking.id} item={asking} />}
      <ul className={classes['items']}>
        {items.map((item) => (
          <ReviewItem key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}
