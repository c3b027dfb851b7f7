import { ActionIcon, ColorSwatch, Group, Menu, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { layerColours } from '../../shared/annotation/layer.ts';
import type { Layer } from '../../shared/annotation/layer.ts';
import type { Size } from '../../shared/geometry/viewTransform.ts';
import { countOf } from '../ui/index.ts';
import { describeFrame } from './describeShape.ts';
import classes from './LayersPanel.module.css';
import { ShapeList } from './ShapeList.tsx';
import type { Annotations } from './useAnnotations.ts';

const colourNames: Record<Layer['colour'], string> = {
  '#E69F00': 'Orange', '#56B4E9': 'Sky blue', '#009E73': 'Green', '#F0E442': 'Yellow', '#0072B2': 'Blue', '#D55E00': 'Vermilion', '#CC79A7': 'Purple', '#FFFFFF': 'White',
};

export interface LayerRowProps {
  readonly layer: Layer;
  readonly annotations: Annotations;
  readonly frame: number;
  readonly frameCount: number;
  readonly imageSize: Size | null;
  readonly onShowFrame: (frame: number) => void;
}

export function LayerRow({ layer, annotations, frame, frameCount, imageSize, onShowFrame }: LayerRowProps) {
  const { activeLayerId, changeLayer, readOnly, selection } = annotations;
  const active = layer.id === activeLayerId;
  const here = layer.frame === null || layer.frame === frame;
  const rename = (name: string) => {
    const trimmed = name.trim().slice(0, 120);
    if (trimmed !== '') changeLayer(layer.id, { name: trimmed });
  };
  const choose = (shapeId: string) => {
    if (!here && layer.frame !== null) onShowFrame(layer.frame);
    annotations.activate(layer.id);
    annotations.select(selection?.shapeId === shapeId ? null : { layerId: layer.id, shapeId });
  };
  return (
    <li className={classes['layer']} data-active={active} aria-label={`Layer ${layer.name}`}>
      <Group gap={4} wrap="nowrap">
        <ColourMenu layer={layer} disabled={readOnly} onPick={(colour) => changeLayer(layer.id, { colour })} />
        <TextInput
          key={layer.name} defaultValue={layer.name} aria-label="Layer name" size="xs" flex={1} maxLength={120} readOnly={readOnly} variant="unstyled" fw={600}
          onFocus={() => annotations.activate(layer.id)} onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') { event.currentTarget.value = layer.name; event.currentTarget.blur(); }
          }}
        />
        <Tooltip label={layer.visible ? 'Hide' : 'Show'}>
          <ActionIcon
            size={36} variant="subtle" color="gray" aria-label={`Show layer ${layer.name}`} aria-pressed={layer.visible} disabled={readOnly}
            onClick={() => changeLayer(layer.id, { visible: !layer.visible })}
          >
            {layer.visible ? <IconEye size={18} aria-hidden /> : <IconEyeOff size={18} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Delete layer (undo brings it back)">
          <ActionIcon size={36} variant="subtle" color="gray" aria-label={`Delete layer ${layer.name}`} disabled={readOnly} onClick={() => annotations.removeLayer(layer.id)}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Text size="xs" c="dimmed" pl={40}>
        <span data-testid="layer-shape-count">{countOf(layer.shapes.length, 'shape')}</span>
        {layer.author === '' ? '' : ` · ${layer.author}`}
        {frameCount > 1 ? <> · <FrameMenu layer={layer} frame={frame} readOnly={readOnly} onGo={onShowFrame} onBind={(bound) => changeLayer(layer.id, { frame: bound })} /></> : null}
      </Text>
      {imageSize === null || (layer.imageSize.width === imageSize.width && layer.imageSize.height === imageSize.height) ? null : (
        <Text size="xs" className={classes['warning']}>Drawn on a picture of {layer.imageSize.width} × {layer.imageSize.height} px; it may lie elsewhere on this one.</Text>
      )}
      {layer.shapes.length === 0 ? null : <ShapeList layer={layer} chosenId={selection?.shapeId ?? null} onChoose={choose} />}
    </li>
  );
}

/** Which frame the layer is drawn on; goes there, or binds it to another. */
function FrameMenu({ layer, frame, readOnly, onGo, onBind }: {
  readonly layer: Layer; readonly frame: number; readonly readOnly: boolean; readonly onGo: (frame: number) => void; readonly onBind: (frame: number | null) => void;
}) {
  const { frame: bound } = layer;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes['link']} aria-label={`${describeFrame(bound)}: change`}>{describeFrame(bound)}</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {bound === null || bound === frame ? null : <Menu.Item onClick={() => onGo(bound)}>Go to frame {bound + 1}</Menu.Item>}
        {bound === frame ? null : <Menu.Item disabled={readOnly} onClick={() => onBind(frame)}>Show on frame {frame + 1} only</Menu.Item>}
        {bound === null ? null : <Menu.Item disabled={readOnly} onClick={() => onBind(null)}>Show on every frame</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

function ColourMenu({ layer, disabled, onPick }: { readonly layer: Layer; readonly disabled: boolean; readonly onPick: (colour: Layer['colour']) => void }) {
  return (
    <Menu position="bottom-start" disabled={disabled}>
      <Menu.Target>
        <ActionIcon size={36} variant="subtle" color="gray" aria-label={`Colour of ${layer.name}: ${colourNames[layer.colour]}`} disabled={disabled}>
          <ColorSwatch color={layer.colour} size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {layerColours.map((colour) => (
          <Menu.Item
            key={colour} leftSection={<ColorSwatch color={colour} size={16} />} onClick={() => onPick(colour)}
            rightSection={colour === layer.colour ? <IconCheck size={16} aria-hidden /> : null}
          >
            {colourNames[colour]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
