import type { Safety } from '../../shared/ipc/views.ts';
import { SafetyBadge } from '../ui/index.ts';
import { useSentShare } from './useSentShare.ts';

/** The badge of one Media; while it is being sent, with how far it is now. */
export function MediaSafety({ mediaId, safety }: { readonly mediaId: string; readonly safety: Safety }) {
  const share = useSentShare(mediaId, safety.state === 'sending');
  return <SafetyBadge safety={share === null ? safety : { ...safety, progress: share }} />;
}
