import { ActionIcon, Group, Slider, Text, Tooltip } from '@mantine/core';
import {
  IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack, IconPlayerSkipForward, IconPlayerTrackNext, IconPlayerTrackPrev, IconRepeat, IconRepeatOff, type Icon,
} from '@tabler/icons-react';
import type { Playback } from './usePlayback.ts';
import classes from './Transport.module.css';

export interface TransportProps {
  readonly playback: Playback;
  readonly frameCount: number;
  /** "0:01.20 / 0:04.00", null until the delays are known. */
  readonly time: string | null;
  /** Frames that carry drawings, counted from 0. */
  readonly marks: readonly number[];
}

/** 44 px targets: gloves work here. */
const target = 44;

export function Transport({ playback, frameCount, time, marks }: TransportProps) {
  const { frame, playing, rate, loop } = playback;
  const button = (label: string, key: string, Sign: Icon, onClick: () => void, more: { readonly disabled?: boolean; readonly pressed?: boolean } = {}) => (
    <Tooltip label={key === '' ? label : `${label} (${key})`}>
      <ActionIcon
        size={target} variant="subtle" color="gray" aria-label={label} onClick={onClick} disabled={more.disabled ?? false}
        {...(more.pressed === undefined ? {} : { 'aria-pressed': more.pressed })}
      >
        <Sign size={22} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div role="toolbar" aria-label="Frames" className={classes['transport']}>
      <Group gap={4} wrap="nowrap">
        {button('First frame', 'Home', IconPlayerSkipBack, () => playback.goTo(0), { disabled: frame === 0 })}
        {button('Previous frame', '←', IconPlayerTrackPrev, () => playback.step(-1), { disabled: !loop && frame === 0 })}
        {button(playing ? 'Pause' : 'Play', 'Space', playing ? IconPlayerPause : IconPlayerPlay, playback.toggle)}
        {button('Next frame', '→', IconPlayerTrackNext, () => playback.step(1), { disabled: !loop && frame === frameCount - 1 })}
        {button('Last frame', 'End', IconPlayerSkipForward, () => playback.goTo(frameCount - 1), { disabled: frame === frameCount - 1 })}
      </Group>
      <Slider
        className={classes['slider']} classNames={{ mark: classes['mark'] ?? '' }} min={1} max={frameCount} step={1} value={frame + 1} onChange={(value) => playback.goTo(value - 1)}
        label={null} size="sm" thumbSize={20} thumbLabel="Frame" marks={marks.map((value) => ({ value: value + 1 }))}
        thumbProps={{ 'aria-valuetext': `Frame ${String(frame + 1)} of ${String(frameCount)}${marks.includes(frame) ? ', has drawings' : ''}` }}
      />
      <Text size="sm" className={classes['count']} data-testid="frame-count">{frame + 1} / {frameCount}</Text>
      {time === null ? null : <Text size="xs" c="dimmed" className={classes['time']}>{time}</Text>}
      <Group gap={0} wrap="nowrap">
        <button type="button" className={classes['rate']} aria-label="Slower" onClick={() => playback.changeRate(-1)}>−</button>
        <Text size="sm" className={classes['count']} aria-label={`Speed ${String(rate)} times`}>{rate}×</Text>
        <button type="button" className={classes['rate']} aria-label="Faster" onClick={() => playback.changeRate(1)}>+</button>
      </Group>
      {button('Loop', '', loop ? IconRepeat : IconRepeatOff, () => playback.setLoop(!loop), { pressed: loop })}
    </div>
  );
}
