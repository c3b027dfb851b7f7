import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fitted, type Looking } from '../../shared/geometry/looking.ts';
import { fromTheStart, type PlaybackStart } from './transport/usePlayback.ts';
import { asTheFileIs, type PixelLook } from './window/useLook.ts';

export interface RememberedLook {
  readonly looking: Looking;
  readonly pixels: PixelLook;
  /** Single pixels were to be seen. */
  readonly squares: boolean;
  readonly playback: PlaybackStart;
}

const name = 'viewer.look';
const first: RememberedLook = { looking: fitted, pixels: asTheFileIs, squares: false, playback: fromTheStart };

/**
 * How each Media was looked at last, kept beside the answers the window was given: in memory only, and gone with them when Lightbox is locked
 * or the chart is left.
 */
export function useRememberedLook(mediaId: string): RememberedLook {
  const queryClient = useQueryClient();
  const [look] = useState(() => queryClient.getQueryData<RememberedLook>([name, mediaId]) ?? first);
  return look;
}

export function useRememberLook(mediaId: string, { looking, pixels: { grey, colour }, squares, playback: { frame, rate, mode, range } }: RememberedLook): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    // Nobody observes it, and it is not to be forgotten for that.
    queryClient.setQueryDefaults([name], { gcTime: Number.POSITIVE_INFINITY });
    queryClient.setQueryData<RememberedLook>([name, mediaId], { looking, pixels: { grey, colour }, squares, playback: { frame, rate, mode, range } });
  }, [queryClient, mediaId, looking, grey, colour, squares, frame, rate, mode, range]);
}
