import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import type { Size } from '../../shared/geometry/viewTransform.ts';
import { countOf, EmptyState } from '../ui/index.ts';
import { LayerRow } from './LayerRow.tsx';
import classes from './LayersPanel.module.css';
import { SaveStatus } from './SaveStatus.tsx';
import type { Annotations } from './useAnnotations.ts';

export interface LayersPanelProps {
  readonly annotations: Annotations;
  /** Counted from 0. */
  readonly frame: number;
  readonly frameCount: number;
  /** null until the picture is decoded. */
  readonly imageSize: Size | null;
  readonly onShowFrame: (frame: number) => void;
}

export function LayersPanel({ annotations, frame, frameCount, imageSize, onShowFrame }: LayersPanelProps) {
  const { drawing, readOnly } = annotations;
  return (
    <Stack gap="sm">
      {readOnly ? null : <SaveStatus drawing={drawing} onSave={() => void annotations.save()} />}
      <Group justify="space-between">
        <Text size="sm" fw={600} component="h2">{countOf(drawing.layers.length, 'layer')}</Text>
        <Button
          size="xs" h={36} variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={imageSize === null || readOnly} onClick={annotations.addLayer}
        >
          {frameCount > 1 ? `New layer on frame ${String(frame + 1)}` : 'New layer'}
        </Button>
      </Group>
      {drawing.layers.length === 0
        ? <EmptyState icon={IconStack2} title="Nothing drawn yet">Take a tool on the left and draw on the picture. Layers appear here.</EmptyState>
        : (
          <ul className={classes['layers']} aria-label="Layers">
            {drawing.layers.map((layer) => (
              <LayerRow key={layer.id} layer={layer} annotations={annotations} frame={frame} frameCount={frameCount} imageSize={imageSize} onShowFrame={onShowFrame} />
            ))}
          </ul>
        )}
    </Stack>
  );
}
