import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconBracketsContain } from '@tabler/icons-react';
import { controlSize } from './controlSize.ts';
import type { Playback } from './usePlayback.ts';

/** Which frames play. */
export function RangeMenu({ playback }: { readonly playback: Pick<Playback, 'frame' | 'range' | 'markRange' | 'clearRange'> }) {
  const { range, frame } = playback;
  const words = range === null ? 'All frames play' : `Frames ${String(range.from + 1)} to ${String(range.to + 1)} play`;
  const item = (label: string, key: string, onClick: () => void, disabled = false) => (
    <Menu.Item onClick={onClick} disabled={disabled} rightSection={<Text size="xs" c="dimmed" ml="lg">{key}</Text>}>{label}</Menu.Item>
  );
  return (
    <Menu position="top-end">
      <Menu.Target>
        <ActionIcon size={controlSize} variant={range === null ? 'subtle' : 'light'} color="gray" title={words} aria-label={`Range: ${words}`}>
          <IconBracketsContain size={22} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words}</Menu.Label>
        {item(`Play from frame ${String(frame + 1)}`, '<', () => playback.markRange('from'))}
        {item(`Play up to frame ${String(frame + 1)}`, '>', () => playback.markRange('to'))}
        {item('Play all frames', 'C', playback.clearRange, range === null)}
      </Menu.Dropdown>
    </Menu>
  );
}
