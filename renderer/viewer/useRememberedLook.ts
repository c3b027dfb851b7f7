import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fitted, type Looking } from '../../shared/geometry/looking.ts';

interface RememberedLook {
  readonly looking: Looking;
  /** Counted from 0. */
  readonly frame: number;
}

const name = 'viewer.look';
const first: RememberedLook = { looking: fitted, frame: 0 };

/**
 * How each Media was looked at last, kept beside the answers the window was given: in memory only, and gone with them when Lightbox is locked
 * or the chart is left.
 */
export function useRememberedLook(mediaId: string): RememberedLook {
  const queryClient = useQueryClient();
  const [look] = useState(() => queryClient.getQueryData<RememberedLook>([name, mediaId]) ?? first);
  return look;
}

export function useRememberLook(mediaId: string, looking: Looking, frame: number): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    // Nobody observes it, and it is not to be forgotten for that.
    queryClient.setQueryDefaults([name], { gcTime: Number.POSITIVE_INFINITY });
    queryClient.setQueryData<RememberedLook>([name, mediaId], { looking, frame });
  }, [queryClient, mediaId, looking, frame]);
}
