import { Checkbox } from '@mantine/core';
import { IconCloudDown, IconStack2 } from '@tabler/icons-react';
import { memo } from 'react';
import { kindName } from '../../shared/fhir/mediaView.ts';
import { mediaThumbnailPath } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import { formatRoute } from '../navigation/index.ts';
import { MediaSafety } from '../transfer/index.ts';
import { countOf, formatDuration, formatTime, mediaKindLooks } from '../ui/index.ts';
import classes from './MediaCard.module.css';

function Picture({ media }: { readonly media: MediaView }) {
  const { icon: KindSign } = mediaKindLooks[media.kind];
  if (media.thumbnail !== null) {
    return <img src={mediaThumbnailPath(media.id, media.thumbnail)} alt="" loading="lazy" decoding="async" draggable={false} />;
  }
  if (media.available) return <KindSign size={40} stroke={1.2} aria-hidden />;
  return <span className={classes['missing']}><IconCloudDown size={28} stroke={1.4} aria-hidden />Not on this computer yet</span>;
}

export interface MediaCardProps {
  readonly media: MediaView;
  /** It can be compared with others. */
  readonly choosable: boolean;
  readonly chosen: boolean;
  /** As many are chosen as can be. */
  readonly full: boolean;
  /** `range`: with all from the last one chosen. Always the same function: a card whose picture did not change is not rendered again. */
  readonly onChoose: (mediaId: string, range: boolean) => void;
}

/**
 * One picture on a patient's page: what it is, where on the body, when, and whether it is safe. While many are sent, one of them changes at a time,
 * and to render all again would hold up the window.
 */
export const MediaCard = memo(({ media, choosable, chosen, full, onChoose }: MediaCardProps) => {
  const { icon: KindSign } = mediaKindLooks[media.kind];
  const word = kindName(media.contentType, media.kind);
  const length = media.durationSeconds !== null ? formatDuration(media.durationSeconds) : media.frames > 1 ? countOf(media.frames, media.kind === 'document' ? 'page' : 'frame') : null;
  const when = media.createdAt === null ? null : formatTime(media.createdAt);
  const wrong = media.status === 'entered-in-error';
  const factsId = `facts-${media.id}`;
  return (
    <article className={classes['card']} data-chosen={(choosable && chosen) || undefined}>
      <span className={classes['picture']}>
        <Picture media={media} />
        {length === null ? null : <span className={classes['kind']}><KindSign size={14} aria-hidden />{length}</span>}
        {media.layerCount === 0 ? null : <span className={classes['layers']} title={countOf(media.layerCount, 'drawing')}><IconStack2 size={14} aria-hidden />{media.layerCount}</span>}
      </span>
      <div className={classes['words']}>
        <a className={classes['title']} href={formatRoute({ screen: 'viewer', mediaId: media.id })} aria-describedby={factsId} title={media.title} data-row-target
          onKeyDown={(event) => {
            if (event.key !== ' ' || !choosable) return;
            event.preventDefault();
            onChoose(media.id, event.shiftKey);
          }}
        >{wrong ? <s>{media.title}</s> : media.title}</a>
        <span className={classes['facts']} id={factsId}>{[wrong ? 'Entered in error' : null, word, when, media.bodySite ?? media.modality].filter((fact) => fact !== null).join(' · ')}</span>
        <MediaSafety mediaId={media.id} safety={media.safety} />
      </div>
      {!choosable ? null : (
        <Checkbox
          size="md" className={classes['choose']} aria-label={`Compare ${media.title}`} checked={chosen} disabled={full && !chosen}
          onChange={(event) => onChoose(media.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      )}
    </article>
  );
});
