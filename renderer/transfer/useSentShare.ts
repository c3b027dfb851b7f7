import { useAnswer } from '../ipc/index.ts';

/** The share of a Media's bytes that the chart has by now, 0..1; null when nobody knows. Asked for only while they are being sent. */
export function useSentShare(mediaId: string, sending: boolean): number | null {
  const { data } = useAnswer('media.transfer', { mediaId }, { enabled: sending });
  const running = data?.running;
  if (!sending || running?.direction !== 'up' || running.totalBytes === null) return null;
  return running.totalBytes === 0 ? 1 : Math.min(1, running.doneBytes / running.totalBytes);
}
