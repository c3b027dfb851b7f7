import type { Safety } from '../../shared/ipc/views.ts';
import { formatInstant } from './dates.ts';

/** Where a picture stands on its way to the chart, in one line. */
export function describeSafety(safety: Safety, now: number): string {
  switch (safety.state) {
    case 'local': return 'Only on this computer';
    case 'sending': return safety.progress === null ? 'Sending' : `Sending ${String(Math.round(safety.progress * 100))} %`;
    case 'accepted': return 'Accepted, not proven yet';
    case 'proven': return safety.provenAt === null ? 'In the chart' : `In the chart, proven ${formatInstant(safety.provenAt, now)}`;
    case 'conflict': return safety.failure?.code === 'server.gone' ? 'Deleted in the chart, changed here' : 'Changed on both sides';
    case 'needs-you': return 'Needs you';
    case 'deleted': return 'Deleted in the chart';
  }
}
