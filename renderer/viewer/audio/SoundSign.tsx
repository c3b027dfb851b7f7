import { Text } from '@mantine/core';
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import type { VideoSound } from './useVideoSound.ts';

const words: Record<Exclude<VideoSound, 'none'>, string> = { heard: 'Sound', muted: 'No sound at this speed', unplayable: 'Sound cannot be played here' };

/** Whether a video is heard while it plays; nothing where it has no sound. */
export function SoundSign({ sound }: { readonly sound: VideoSound }) {
  if (sound === 'none') return null;
  const Sign = sound === 'heard' ? IconVolume : IconVolumeOff;
  return <Text size="xs" role="status" data-testid="sound-sign" px="xs" style={{ whiteSpace: 'nowrap' }}><Sign size={16} aria-hidden style={{ verticalAlign: -3, marginRight: 4 }} />{words[sound]}</Text>;
}
