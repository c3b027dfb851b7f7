import { ActionIcon, Group, Slider, Text, Tooltip } from '@mantine/core';
import { IconMessagePlus, IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack, IconRewindBackward10, IconRewindForward10, type Icon } from '@tabler/icons-react';
import { formatMoment } from '../../../shared/annotation/timeAnchor.ts';
import transport from '../transport/Transport.module.css';
import classes from './Sound.module.css';
import type { SoundPlayer } from './useSoundPlayer.ts';

export interface SoundTransportProps {
  readonly player: SoundPlayer;
  /** Seconds. */
  readonly duration: number;
  readonly marks: readonly number[];
  /** Null where no note can be written. */
  readonly onNote: (() => void) | null;
}

/** 44 px targets: gloves work here. */
const target = 44;

export function SoundTransport({ player, duration, marks, onNote }: SoundTransportProps) {
  const { playing, time, rate, seek } = player;
  const button = (label: string, key: string, Sign: Icon, onClick: () => void, disabled = false) => (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon size={target} variant="subtle" color="gray" aria-label={label} onClick={onClick} disabled={disabled}><Sign size={22} stroke={1.75} aria-hidden /></ActionIcon>
    </Tooltip>
  );
  return (
    <div role="toolbar" aria-label="Sound" className={transport['transport']}>
      <Group gap={4} wrap="nowrap">
        {button('To the beginning', 'Home', IconPlayerSkipBack, () => seek(0), time === 0)}
        {button('10 seconds back', 'Shift ←', IconRewindBackward10, () => seek(time - 10))}
        {button(playing ? 'Pause' : 'Play', 'Space', playing ? IconPlayerPause : IconPlayerPlay, player.toggle)}
        {button('10 seconds ahead', 'Shift →', IconRewindForward10, () => seek(time + 10))}
      </Group>
      <Slider
        className={classes['slider']} classNames={{ mark: transport['mark'] ?? '' }} min={0} max={duration} step={0.1} value={time} onChange={seek} label={null} size="sm" thumbSize={20}
        thumbLabel="Time" marks={marks.map((value) => ({ value }))} thumbProps={{ 'aria-valuetext': `${formatMoment(time * 1000)} of ${formatMoment(duration * 1000)}` }}
      />
      <Text size="sm" className={classes['moment']} data-testid="sound-time">{formatMoment(time * 1000)} / {formatMoment(duration * 1000)}</Text>
      <Group gap={0} wrap="nowrap">
        <button type="button" className={transport['rate']} aria-label="Slower" onClick={() => player.changeRate(-1)}>−</button>
        <Text size="sm" className={transport['count']} aria-label={`Speed ${String(rate)} times`}>{rate}×</Text>
        <button type="button" className={transport['rate']} aria-label="Faster" onClick={() => player.changeRate(1)}>+</button>
      </Group>
      {button('Note at this moment', 'N', IconMessagePlus, () => onNote?.(), onNote === null)}
    </div>
  );
}
