import { Text } from '@mantine/core';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { framesPerSecond, timingOf } from '../../shared/frames/frameClock.ts';
import { useKeyTable } from '../ui/index.ts';
import { describeTime, Transport, useSpaceKey } from '../viewer/index.ts';
import classes from './Compare.module.css';
import { compareFrameKeys } from './compareKeys.ts';
import { useTogether, type TogetherOptions, type TogetherPlayback } from './useTogether.ts';

export interface FramesBarProps extends TogetherOptions {
  readonly details: readonly MediaDetail[];
}

/** Of the panes that move as one; on the screen, and at the keys, only if the active one is among them. It plays on without being seen. */
export function FramesBar({ details, ...options }: FramesBarProps) {
  const together = useTogether(options);
  if (!options.panes.includes(options.active)) return null;
  if (together === null) return <div className={classes['still']}><Text size="sm" c="dimmed">This picture has one frame</Text></div>;
  return <Controls together={together} layers={details[together.lead]?.layers ?? []} />;
}

function Controls({ together: { medium, playback }, layers }: { readonly together: TogetherPlayback; readonly layers: MediaDetail['layers'] }) {
  const { frameCount, contentType, delays, shownDelay } = medium;
  useSpaceKey(playback.toggle);
  useKeyTable(compareFrameKeys, {
    previous: () => playback.step(-1), next: () => playback.step(1), first: playback.first, last: playback.last,
    slower: () => playback.changeRate(-1), faster: () => playback.changeRate(1), mode: playback.changeMode,
  });
  const timing = timingOf(contentType);
  const marks = [...new Set(layers.flatMap(({ frame }) => (frame === null || frame >= frameCount ? [] : [frame])))];
  return (
    <Transport
      playback={playback} frameCount={frameCount} time={describeTime(delays, medium.shown ?? playback.frame, timing)} framesPerSecond={framesPerSecond(delays, shownDelay, playback.rate, timing)}
      marks={marks} ranges={null} strip={null}
    />
  );
}
