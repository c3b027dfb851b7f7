import { useEffect, useRef, useImperativeHandle, type Ref } from 'react';
import classes from './LivePicture.module.css';

export interface LivePictureProps {
  readonly stream: MediaStream;
  /** Goes up with every picture taken: the frame lights up for a moment. */
  readonly shots: number;
  /** The first frame is there: from now on there is something to take a picture of. */
  readonly onFirstFrame: () => void;
  readonly ref: Ref<HTMLVideoElement>;
}

export function LivePicture({ stream, shots, onFirstFrame, ref }: LivePictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle<HTMLVideoElement | null, HTMLVideoElement | null>(ref, () => video.current);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return (
    <>
      <video ref={video} className={classes['video']} autoPlay muted playsInline aria-label="Live picture" onLoadedData={onFirstFrame} />
      {shots === 0 ? null : <span key={shots} className={classes['flash']} aria-hidden />}
    </>
  );
}
