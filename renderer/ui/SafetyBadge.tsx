import { IconAlertTriangle, IconArrowsSplit2, IconCircleCheck, IconCircleDashedCheck, IconCloudUp, IconDeviceDesktop, IconTrash, type Icon } from '@tabler/icons-react';
import type { Safety } from '../../shared/ipc/views.ts';
import { describeSafety } from './describeSafety.ts';
import { useNow } from './useNow.ts';
import classes from './SafetyBadge.module.css';

const looks = {
  local: { icon: IconDeviceDesktop, tone: classes['quiet'] },
  sending: { icon: IconCloudUp, tone: classes['accent'] },
  accepted: { icon: IconCircleDashedCheck, tone: classes['wait'] },
  proven: { icon: IconCircleCheck, tone: classes['good'] },
  conflict: { icon: IconArrowsSplit2, tone: classes['alarm'] },
  'needs-you': { icon: IconAlertTriangle, tone: classes['alarm'] },
  deleted: { icon: IconTrash, tone: classes['quiet'] },
} as const satisfies Record<Safety['state'], { icon: Icon; tone: string | undefined }>;

/** Is it safe? Icon and words, never colour alone. */
export function SafetyBadge({ safety }: { readonly safety: Safety }) {
  const now = useNow();
  const { icon: Sign, tone } = looks[safety.state];
  return (
    <span className={`${classes['badge'] ?? ''} ${tone ?? ''}`}>
      <Sign size={14} stroke={2} aria-hidden />
      <span>{describeSafety(safety, now)}</span>
    </span>
  );
}
