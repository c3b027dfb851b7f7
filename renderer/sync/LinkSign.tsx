import { IconCloudCheck, IconCloudDollar, IconCloudExclamation, IconCloudOff, IconCloudPause, IconCloudQuestion, IconCloudX, type Icon } from '@tabler/icons-react';
import type { SyncStatus } from '../../shared/ipc/views.ts';
import { formatRoute } from '../navigation/index.ts';
import { describeLink, linkSituation, type LinkSituation } from './describeLink.ts';
import classes from './LinkSign.module.css';

const icons = {
  'not-connected': IconCloudQuestion, online: IconCloudCheck, 'offline-chosen': IconCloudOff, paused: IconCloudPause, metered: IconCloudDollar, unreachable: IconCloudX,
  'signed-out': IconCloudExclamation,
} as const satisfies Record<LinkSituation, Icon>;

/** The steady sign of how things stand with the chart; leads to the sync centre. */
export function LinkSign({ status }: { readonly status: SyncStatus }) {
  const { word, sentence, tone } = describeLink(status);
  const Sign = icons[linkSituation(status)];
  return (
    <a className={classes['sign']} data-tone={tone} href={formatRoute({ screen: 'sync' })} title={sentence} aria-label={`Connection: ${word}`}>
      <Sign size={20} stroke={1.6} aria-hidden />
      <span>{word}</span>
    </a>
  );
}
