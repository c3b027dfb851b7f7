import { IconCloudPause } from '@tabler/icons-react';
import { useAnswer } from '../ipc/index.ts';
import { formatRoute } from '../navigation/index.ts';
import classes from './PausedSign.module.css';

/** Where there is no rail to say so: sync waits for somebody to resume it. Leads to where that is done. */
export function PausedSign() {
  const paused = useAnswer('sync.status', undefined).data?.pause.paused === true;
  if (!paused) return null;
  return (
    <a className={classes['sign']} href={formatRoute({ screen: 'sync' })} title="Sync is paused until you resume it">
      <IconCloudPause size={16} stroke={1.6} aria-hidden />
      <span>Paused</span>
    </a>
  );
}
