import classes from '../picture/Picture.module.css';
import type { LifeSizeState } from './useLifeSize.ts';

/** Where the eye is, and in nobody's way. It is there from the start, so that what comes into it is read aloud. */
export function LifeSizeNotice({ lifeSize: { notice } }: { readonly lifeSize: LifeSizeState }) {
  return <div role="status" className={classes['notice']}>{notice === null ? null : <span className={classes['chip']}>{notice}</span>}</div>;
}
