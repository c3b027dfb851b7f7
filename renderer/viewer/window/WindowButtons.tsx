import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconContrast, IconContrastFilled, IconSunHigh } from '@tabler/icons-react';
import { presetKeys, type NamedPreset } from './windowPresets.ts';
import type { GreyWindow } from './useGreyWindow.ts';

export interface WindowButtonsProps {
  readonly window: GreyWindow;
  readonly presets: readonly NamedPreset[];
  readonly dragging: boolean;
  readonly onDragging: () => void;
  /** CSS pixels of a button. */
  readonly size?: number;
}

/** For grey: the tool that drags the window, what it may be set to, and the way back. */
export function WindowButtons({ window, presets, dragging, onDragging, size = 36 }: WindowButtonsProps) {
  return (
    <>
      <Tooltip label="Window: drag on the picture (W)">
        <ActionIcon size={size} variant={dragging ? 'filled' : 'subtle'} color={dragging ? 'accent' : 'gray'} aria-label="Drag the window" aria-pressed={dragging} onClick={onDragging}>
          <IconSunHigh size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon size={size} variant="subtle" color="gray" aria-label="Windows" title="Windows"><IconContrast size={20} stroke={1.75} aria-hidden /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {presets.map(({ name, fromFile, preset }, index) => (
            <Menu.Item key={`${String(index)} ${name}`} rightSection={presetKeys[index]} onClick={() => window.choose(preset)}>{name}{fromFile ? ', from the file' : ''}</Menu.Item>
          ))}
          {presets.length === 0 ? null : <Menu.Divider role="separator" />}
          <Menu.Item rightSection="I" leftSection={<IconContrastFilled size={16} aria-hidden />} onClick={window.invert}>{window.inverted ? 'Not inverted' : 'Invert'}</Menu.Item>
          <Menu.Item rightSection="Shift W" disabled={!window.chosen} onClick={window.reset}>As the file proposes</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
