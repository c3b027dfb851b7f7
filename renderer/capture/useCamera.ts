import { useCallback, useEffect, useState } from 'react';

export type CameraState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly stream: MediaStream }
  | { readonly kind: 'none' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'busy' };

export interface Camera {
  readonly state: CameraState;
  readonly devices: readonly MediaDeviceInfo[];
  readonly deviceId: string | null;
  readonly choose: (deviceId: string) => void;
  readonly retry: () => void;
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
const kindsByName: Readonly<Record<string, 'none' | 'denied'>> = {
  NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'none', OverconstrainedError: 'none',
};

/** As many pixels as the camera gives; 8K is more than any of them has. */
const constraints = { width: { ideal: 7680 }, height: { ideal: 4320 } };

/** The camera runs while the component is mounted, and stops with it. */
export function useCamera(): Camera {
  const [state, setState] = useState<CameraState>({ kind: 'starting' });
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [wish, setWish] = useState<{ readonly deviceId: string | null; readonly attempt: number }>({ deviceId: null, attempt: 0 });

  useEffect(() => {
    let wanted = true;
    let stream: MediaStream | undefined;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    const start = async () => {
      setState({ kind: 'starting' });
      try {
        const opened = await navigator.mediaDevices.getUserMedia({
          audio: false, video: wish.deviceId === null ? constraints : { ...constraints, deviceId: { exact: wish.deviceId } },
        });
        stream = opened;
        if (!wanted) return stop();
        opened.getVideoTracks()[0]?.addEventListener('ended', () => setState({ kind: 'none' }));
        setState({ kind: 'live', stream: opened });
        // Names of devices are told only once one of them is open.
        const all = await navigator.mediaDevices.enumerateDevices();
        if (wanted) setDevices(all.filter(({ kind }) => kind === 'videoinput'));
      } catch (error) {
        if (wanted) setState({ kind: (error instanceof DOMException ? kindsByName[error.name] : undefined) ?? 'busy' });
      }
      return undefined;
    };
    void start();
    // A camera that is plugged in while there is none starts by itself.
    const changed = () => {
      if (stream === undefined) setWish((last) => ({ ...last, attempt: last.attempt + 1 }));
    };
    navigator.mediaDevices.addEventListener('devicechange', changed);
    return () => {
      wanted = false;
      navigator.mediaDevices.removeEventListener('devicechange', changed);
      stop();
    };
  }, [wish]);

  const choose = useCallback((deviceId: string) => setWish((last) => ({ deviceId, attempt: last.attempt + 1 })), []);
  const retry = useCallback(() => setWish((last) => ({ ...last, attempt: last.attempt + 1 })), []);
  const running = state.kind === 'live' ? (state.stream.getVideoTracks()[0]?.getSettings().deviceId ?? null) : null;
  return { state, devices, deviceId: wish.deviceId ?? running, choose, retry };
}
