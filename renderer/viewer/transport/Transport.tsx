import { ActionIcon, Group, Slider, Text, Tooltip } from '@mantine/core';
import {
  IconArrowsLeftRight, IconChevronLeft, IconChevronRight, IconLayoutBottombar, IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack, IconPlayerSkipForward, IconRepeat, IconRepeatOff,
  type Icon,
} from '@tabler/icons-react';
import type { PlayMode } from '../../../shared/frames/playOrder.ts';
import { keepOwnKeys } from '../../ui/index.ts';
import { controlSize } from './controlSize.ts';
import { RangeMenu } from './RangeMenu.tsx';
import type { Playback } from './usePlayback.ts';
import classes from './Transport.module.css';

/** What can be done with frames wherever they play. */
export type Played = Pick<Playback, 'frame' | 'playing' | 'rate' | 'mode' | 'goTo' | 'first' | 'last' | 'step' | 'toggle' | 'changeRate' | 'changeMode'>;

export interface TransportProps {
  readonly playback: Played;
  readonly frameCount: number;
  /** "0:01.20 / 0:04.00", null until the delays are known. */
  readonly time: string | null;
  /** At the rate that plays. */
  readonly framesPerSecond: number;
  /** Frames that carry drawings, counted from 0. */
  readonly marks: readonly number[];
  /** Null: all frames play, always. */
  readonly ranges: Pick<Playback, 'frame' | 'range' | 'markRange' | 'clearRange'> | null;
  /** Null: there is none. */
  readonly strip: { readonly shown: boolean; readonly toggle: () => void } | null;
}

const modes: Record<PlayMode, { readonly label: string; readonly icon: Icon }> = {
  once: { label: 'Plays once', icon: IconRepeatOff },
  loop: { label: 'Plays over and over', icon: IconRepeat },
  bounce: { label: 'Plays back and forth', icon: IconArrowsLeftRight },
};

export function Transport({ playback, frameCount, time, framesPerSecond, marks, ranges, strip }: TransportProps) {
  const { frame, playing, rate, mode } = playback;
  const range = ranges?.range ?? null;
  const goesRound = mode !== 'once';
  const button = (label: string, key: string, Sign: Icon, onClick: () => void, more: { readonly disabled?: boolean; readonly pressed?: boolean; readonly className?: string | undefined } = {}) => (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon
        size={controlSize} variant="subtle" color="gray" aria-label={label} onClick={onClick} disabled={more.disabled ?? false} {...(more.className === undefined ? {} : { className: more.className })}
        {...(more.pressed === undefined ? {} : { 'aria-pressed': more.pressed })}
      >
        <Sign size={22} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
  /** Where a frame is on the bar; the slider keeps its own size (6 px) free at both ends. */
  const along = (index: number) => `(6px + (100% - 12px) * ${String(index / Math.max(1, frameCount - 1))})`;
  return (
    <div className={classes['holder']}>
      <div role="toolbar" tabIndex={-1} aria-label="Frames" onKeyDown={keepOwnKeys} className={classes['transport']}>
        <Group gap={4} wrap="nowrap">
          {button('First frame', 'Home', IconPlayerSkipBack, playback.first, { disabled: frame === 0, className: classes['wide'] })}
          {button('Previous frame', '←', IconChevronLeft, () => playback.step(-1), { disabled: !goesRound && frame === 0 })}
          {button(playing ? 'Pause' : 'Play', 'Space', playing ? IconPlayerPause : IconPlayerPlay, playback.toggle)}
          {button('Next frame', '→', IconChevronRight, () => playback.step(1), { disabled: !goesRound && frame === frameCount - 1 })}
          {button('Last frame', 'End', IconPlayerSkipForward, playback.last, { disabled: frame === frameCount - 1, className: classes['wide'] })}
        </Group>
        <div className={classes['bar']}>
          {range === null ? null : (
            <div className={classes['range']} data-testid="play-range" style={{ left: `calc${along(range.from)}`, right: `calc(100% - ${along(range.to)})` }} />
          )}
          <Slider
            classNames={{ mark: classes['mark'] ?? '' }} min={1} max={frameCount} step={1} value={frame + 1} onChange={(value) => playback.goTo(value - 1)}
            label={null} size="sm" thumbSize={20} thumbLabel="Frame" marks={marks.map((value) => ({ value: value + 1 }))}
            thumbProps={{ 'aria-valuetext': `Frame ${String(frame + 1)} of ${String(frameCount)}${marks.includes(frame) ? ', has drawings' : ''}` }}
          />
        </div>
        <Text size="sm" className={classes['count']} data-testid="frame-count">{frame + 1} / {frameCount}</Text>
        {time === null ? null : <Text size="xs" c="dimmed" className={`${classes['time'] ?? ''} ${classes['wide'] ?? ''}`}>{time}</Text>}
        <Group gap={0} wrap="nowrap">
          <button type="button" className={classes['rate']} aria-label="Slower" onClick={() => playback.changeRate(-1)}>−</button>
          <Text size="sm" className={classes['speed']} data-testid="play-rate">{rate}×<br /><span>{framesPerSecond < 10 ? framesPerSecond.toFixed(1) : Math.round(framesPerSecond)} frames/s</span></Text>
          <button type="button" className={classes['rate']} aria-label="Faster" onClick={() => playback.changeRate(1)}>+</button>
        </Group>
        <Group gap={0} wrap="nowrap">
          {button(modes[mode].label, 'R', modes[mode].icon, playback.changeMode)}
          {ranges === null ? null : <RangeMenu playback={ranges} />}
          {strip === null ? null : button('Frame strip', 'Shift+S', IconLayoutBottombar, strip.toggle, { pressed: strip.shown })}
        </Group>
      </div>
    </div>
  );
}
