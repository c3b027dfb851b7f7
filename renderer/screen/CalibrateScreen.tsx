import { Button, Group, SegmentedControl, Slider, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import classes from './CalibrateScreen.module.css';
import { useScreenScale } from './useScreenScale.ts';

/** What everybody has at hand, and how long it is in millimetres. A card: ISO/IEC 7810, ID-1. */
const things = {
  card: { label: 'Bank card', length: 85.6, words: 'the long edge of a bank card, 85.6 mm' },
  ruler: { label: 'Ruler', length: 100, words: '100 mm of a ruler' },
} as const;
type Thing = keyof typeof things;

/** CSS pixels per millimetre that screens have, and what they have by definition of the CSS pixel. */
const [coarsest, finest, usual] = [2, 7, 96 / 25.4];
/** CSS pixels; half of one is a tenth of a millimetre. */
const step = 0.5;
/** The dialog looks for what is marked so, and the thumb is what the arrows move. */
const takesFocus = { 'data-autofocus': true };

function isThing(value: string): value is Thing {
  return value in things;
}

/** Something of a known length is held against a bar on the screen, and the bar made as long. */
export function CalibrateScreen({ onDone, onCancel }: { readonly onDone: (pixelsPerMillimetre: number) => void; readonly onCancel: () => void }) {
  const screen = useScreenScale();
  const [held, setHeld] = useState<Thing>('card');
  const [density, setDensity] = useState(screen.pixelsPerMillimetre ?? usual);
  const { length, words } = things[held];
  return (
    <Stack gap="md">
      <Text size="sm">Hold {words}, against the bar and make the bar exactly as long. Look straight at it. The picture is then as exact as that: to about 1 %.</Text>
      <SegmentedControl
        aria-label="What you hold against the screen" value={held} onChange={(value) => isThing(value) && setHeld(value)}
        data={Object.entries(things).map(([value, { label }]) => ({ value, label }))}
      />
      <div className={classes['bench']}>
        <div className={classes['bar']} data-testid="calibration-bar" style={{ width: density * length, backgroundSize: `${String(density * 10)}px 100%` }} />
      </div>
      <Slider
        label={null} size="sm" thumbSize={24} thumbLabel="Length of the bar" min={coarsest * length} max={finest * length} step={step} value={density * length}
        thumbProps={{ ...takesFocus, 'aria-valuetext': `${(density * length).toFixed(1)} pixels` }} onChange={(value) => setDensity(value / length)}
      />
      <Text size="xs" c="dimmed">
        ← and → move it by a tenth of a millimetre. It holds for this screen, at this resolution; do it again when the window stands on another screen of the same resolution.
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>Cancel</Button>
        <Button
          onClick={() => {
            screen.calibrate(density);
            onDone(density);
          }}
        >
          It is as long
        </Button>
      </Group>
    </Stack>
  );
}
