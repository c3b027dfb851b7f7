import type { MediaView } from '../../shared/ipc/views.ts';
import { formatDay, formatTime } from '../ui/index.ts';
import classes from './Compare.module.css';

export interface CaptionProps {
  readonly media: MediaView;
  readonly since: readonly string[];
  readonly frame: { readonly number: number; readonly count: number } | null;
}

/** When, how long after the others, where on the body. */
export function Caption({ media, since, frame }: CaptionProps) {
  const time = media.createdAt === null ? null : formatTime(media.createdAt);
  const facts = [media.bodySite ?? media.modality, media.title, frame === null ? null : `Frame ${String(frame.number)} / ${String(frame.count)}`].filter((fact) => fact !== null);
  return (
    <div className={classes['caption']}>
      <div className={classes['when']}>
        <strong>{media.createdAt === null ? 'Date unknown' : formatDay(media.createdAt)}</strong>
        {time === null ? null : <span>{time}</span>}
        {since.map((words) => <span key={words} className={classes['since']}>{words}</span>)}
      </div>
      <div className={classes['what']} title={facts.join(' · ')}>{media.status === 'entered-in-error' ? <s>{facts.join(' · ')}</s> : facts.join(' · ')}{media.status === 'entered-in-error' ? ' · Entered in error' : ''}</div>
    </div>
  );
}
