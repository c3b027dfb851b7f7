import { ActionIcon, Button, Popover, Slider, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import { useKeyTable } from '../../ui/index.ts';
import { colourKeys } from '../keys.ts';
import { colourFilterId, linearPart, type ColourDisplay, type useColourDisplay } from './useColourDisplay.ts';

const controls: readonly { readonly name: keyof ColourDisplay; readonly label: string; readonly min: number; readonly max: number; readonly step: number }[] = [
  { name: 'brightness', label: 'Brightness', min: -0.5, max: 0.5, step: 0.01 },
  { name: 'contrast', label: 'Contrast', min: 0.5, max: 2, step: 0.01 },
  { name: 'gamma', label: 'Gamma', min: 0.4, max: 2.5, step: 0.01 },
];

/** Brightness, contrast and gamma of the display, for colour; and the filter that shows them. */
export function ColourButton({ colour: { display, setDisplay, adjusted, reset } }: { readonly colour: ReturnType<typeof useColourDisplay> }) {
  const [opened, popover] = useDisclosure(false);
  useKeyTable(colourKeys, { adjust: popover.toggle, reset });
  const { slope, intercept } = linearPart(display);
  const channels = ['feFuncR', 'feFuncG', 'feFuncB'] as const;
  return (
    <>
      <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
        <filter id={colourFilterId} colorInterpolationFilters="sRGB">
          <feComponentTransfer>{channels.map((Channel) => <Channel key={Channel} type="linear" slope={slope} intercept={intercept} />)}</feComponentTransfer>
          <feComponentTransfer>{channels.map((Channel) => <Channel key={Channel} type="gamma" amplitude={1} exponent={1 / display.gamma} offset={0} />)}</feComponentTransfer>
        </filter>
      </svg>
      <Popover opened={opened} onChange={(open) => (open ? popover.open() : popover.close())} position="bottom-end" width={280} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <ActionIcon
            size={36} variant={adjusted ? 'filled' : 'subtle'} color={adjusted ? 'accent' : 'gray'} aria-label="Brightness, contrast, gamma" title="Brightness, contrast, gamma (W)"
            onClick={popover.toggle}
          >
            <IconAdjustments size={20} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label="Display">
          <Stack gap="md">
            {controls.map(({ name, label, min, max, step }) => (
              <div key={name}>
                <Text size="sm" aria-hidden>{label} {display[name].toFixed(2)}</Text>
                <Slider size="sm" label={null} thumbLabel={label} min={min} max={max} step={step} value={display[name]} onChange={(value) => setDisplay({ ...display, [name]: value })} />
              </div>
            ))}
            <Text size="xs" c="dimmed">Changes the display only; the picture stays as it is.</Text>
            <Button size="sm" variant="default" disabled={!adjusted} onClick={reset}>As recorded</Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
