import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp, IconArrowForwardUp, IconArrowUpRight, IconLetterT, IconPencil, IconPointer, IconPolygon, IconRectangle, IconTrash, type Icon,
} from '@tabler/icons-react';
import classes from './ToolStrip.module.css';
import type { Tool } from './tools/toolState.ts';
import type { Annotations } from './useAnnotations.ts';

const tools: readonly { readonly tool: Tool; readonly label: string; readonly key: string; readonly icon: Icon }[] = [
  { tool: 'select', label: 'Select and move', key: 'V', icon: IconPointer },
  { tool: 'polygon', label: 'Polygon', key: 'G', icon: IconPolygon },
  { tool: 'rectangle', label: 'Rectangle', key: 'X', icon: IconRectangle },
  { tool: 'arrow', label: 'Arrow', key: 'A', icon: IconArrowUpRight },
  { tool: 'freehand', label: 'Freehand', key: 'F', icon: IconPencil },
  { tool: 'text', label: 'Text', key: 'T', icon: IconLetterT },
];

export interface ToolStripProps {
  readonly annotations: Annotations;
  readonly onTakeTool: (tool: Tool) => void;
  readonly disabled: boolean;
}

export function ToolStrip({ annotations, onTakeTool, disabled }: ToolStripProps) {
  const { tool, drawing, selection, readOnly } = annotations;
  const strip = (label: string, key: string, Sign: Icon, onClick: () => void, more: { readonly pressed?: boolean; readonly disabled?: boolean } = {}) => (
    <Tooltip key={label} label={`${label} (${key})`} position="right">
      <ActionIcon
        size={44} variant={more.pressed === true ? 'filled' : 'subtle'} color={more.pressed === true ? 'accent' : 'gray'} aria-label={label}
        {...(more.pressed === undefined ? {} : { 'aria-pressed': more.pressed })} disabled={more.disabled ?? false} onClick={onClick}
      >
        <Sign size={22} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div role="toolbar" aria-label="Drawing tools" aria-orientation="vertical" className={classes['strip']}>
      {tools.map(({ tool: name, label, key, icon }) => strip(label, key, icon, () => onTakeTool(name), {
        pressed: tool.tool === name, disabled: disabled || (readOnly && name !== 'select'),
      }))}
      <hr className={classes['line']} />
      {strip('Undo', 'Ctrl-Z', IconArrowBackUp, annotations.undo, { disabled: !drawing.canUndo })}
      {strip('Redo', 'Shift-Ctrl-Z', IconArrowForwardUp, annotations.redo, { disabled: !drawing.canRedo })}
      {strip('Delete selected shape', 'Del', IconTrash, annotations.removeSelected, { disabled: selection === null || readOnly })}
    </div>
  );
}
