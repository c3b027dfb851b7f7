import { kindName } from '../../shared/fhir/mediaView.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import { formatRoute } from '../navigation/index.ts';
import { MediaSafety } from '../transfer/index.ts';
import { countOf, formatDay, formatDuration, mediaKindLooks } from '../ui/index.ts';
import classes from './FoundMedia.module.css';

/** One picture in words. */
export function FoundMedia({ media }: { readonly media: MediaView }) {
  const { icon: KindSign } = mediaKindLooks[media.kind];
  const word = kindName(media.contentType, media.kind);
  const length = media.durationSeconds !== null ? formatDuration(media.durationSeconds) : media.frames > 1 ? countOf(media.frames, media.kind === 'document' ? 'page' : 'frame') : null;
  const wrong = media.status === 'entered-in-error';
  return (
    <div className={classes['row']}>
      <KindSign size={18} stroke={1.6} aria-hidden />
      <a className={classes['title']} href={formatRoute({ screen: 'viewer', mediaId: media.id })} data-row-target>{wrong ? <s>{media.title}</s> : media.title}</a>
      <span>{[wrong ? 'Entered in error' : null, word, length].filter((part) => part !== null).join(', ')}</span>
      <span>{media.bodySite ?? media.modality ?? ''}</span>
      <span className={classes['when']}>{media.createdAt === null ? 'Date unknown' : formatDay(media.createdAt)}</span>
      <MediaSafety mediaId={media.id} safety={media.safety} />
    </div>
  );
}
