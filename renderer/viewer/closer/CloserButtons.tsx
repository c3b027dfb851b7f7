import { ActionIcon, Tooltip } from '@mantine/core';
import { IconColorPicker, IconGrid4x4, IconZoomScan, type Icon } from '@tabler/icons-react';
import type { CloserState } from './useCloserLook.ts';

export function CloserButtons({ closer }: { readonly closer: CloserState }) {
  const button = (label: string, key: string, Sign: Icon, pressed: boolean, onClick: () => void) => (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon size={36} variant="subtle" color="gray" aria-label={label} aria-pressed={pressed} onClick={onClick}><Sign size={20} stroke={1.75} aria-hidden /></ActionIcon>
    </Tooltip>
  );
  return (
    <>
      {button('Magnifier', 'Z', IconZoomScan, closer.magnifier, closer.toggleMagnifier)}
      {button('Pixel probe', 'P', IconColorPicker, closer.probe, closer.toggleProbe)}
      {button('Pixels as squares', 'Shift+P', IconGrid4x4, closer.squares, closer.toggleSquares)}
    </>
  );
}
