import type { Failure } from '../../../shared/errors/errorCode.ts';

/** Why one frame is not shown, behind "Frame 3". */
export function describeDamage({ code, detail }: Failure): string {
  if (code === 'data.unsupported-compression') return `is compressed in a way Lightbox cannot read${detail === undefined ? '' : ` (${detail})`}.`;
  if (code === 'data.truncated') return 'is cut off and cannot be shown.';
  if (code === 'local.blob-missing') return 'is not on this computer. Fetch the document from the chart again to see it.';
  if (code === 'data.password-protected') return 'is protected by a password.';
  if (code === 'data.too-slow') return 'took over ten seconds to decode and was given up. The others can be shown; go back to it to try again.';
  return 'is damaged and cannot be shown.';
}
