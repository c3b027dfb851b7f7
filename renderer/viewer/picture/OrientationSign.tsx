import { IconFlipVertical, IconRotateClockwise2 } from '@tabler/icons-react';
import type { Orientation } from '../../../shared/geometry/viewTransform.ts';
import { describeOrientation } from './describeOrientation.ts';
import classes from './Picture.module.css';

/** Stands over the picture, whatever else is hidden, as long as it does not lie as it was taken: left may be right. */
export function OrientationSign({ orientation }: { readonly orientation: Orientation }) {
  const words = describeOrientation(orientation);
  const Sign = orientation.mirrored ? IconFlipVertical : IconRotateClockwise2;
  return (
    <div role="status" className={classes['orientation']}>
      {words === null ? null : <span className={classes['chip']} data-alarm={orientation.mirrored || undefined}><Sign size={16} aria-hidden />{words}</span>}
    </div>
  );
}
