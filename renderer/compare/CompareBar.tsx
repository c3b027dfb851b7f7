import { ActionIcon, Group, SegmentedControl, Slider, Text, Tooltip } from '@mantine/core';
import {
  IconArrowsMaximize, IconFlipVertical, IconLink, IconPencil, IconPencilOff, IconRotateClockwise2, IconUnlink, IconZoomIn, IconZoomOut, type Icon,
} from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { LookChange } from '../../shared/geometry/looking.ts';
import { keepOwnKeys } from '../ui/index.ts';
import classes from './Compare.module.css';
import { arrangementsFor, type Arrangement, type CompareState } from './compareState.ts';

export interface CompareBarProps {
  readonly state: CompareState;
  readonly drawings: boolean;
  /** Buttons of the window that grey is looked at through; null: nothing is grey. */
  readonly windows: ReactNode;
  readonly onArrange: (arrangement: Arrangement) => void;
  readonly onLink: () => void;
  readonly onBlend: (share: number) => void;
  readonly onDrawings: () => void;
  readonly onLook: (change: LookChange) => void;
}

const names: Record<Arrangement, string> = { one: '1', two: '2', four: '2 × 2', swipe: 'Swipe', blend: 'Blend' };

export function CompareBar({ state, drawings, windows, onArrange, onLink, onBlend, onDrawings, onLook }: CompareBarProps) {
  const { panes, linked, arrangement, blend } = state;
  const mix = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (arrangement === 'blend') mix.current?.querySelector<HTMLElement>('[role="slider"]')?.focus({ preventScroll: true });
  }, [arrangement]);
  const button = (label: string, key: string, Sign: Icon, onClick: () => void, pressed?: boolean) => (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon size={44} variant="subtle" color="gray" aria-label={label} onClick={onClick} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}><Sign size={22} stroke={1.75} aria-hidden /></ActionIcon>
    </Tooltip>
  );
  return (
    <div role="toolbar" tabIndex={-1} aria-label="Compare" className={classes['bar']} onKeyDown={keepOwnKeys}>
      <SegmentedControl
        size="sm" aria-label="Arrangement" value={arrangement} onChange={(value) => onArrange(value)}
        data={arrangementsFor(panes.length).map((value) => ({ value, label: names[value] }))}
      />
      {arrangement === 'blend' ? (
        <Group gap="sm" wrap="nowrap" className={classes['mix']} ref={mix}>
          <Text size="xs">Earlier</Text>
          <Slider w={160} size="sm" thumbSize={20} label={null} min={0} max={100} step={1} value={Math.round(blend * 100)} onChange={(value) => onBlend(value / 100)} thumbLabel="Share of the later picture" />
          <Text size="xs">Later</Text>
        </Group>
      ) : null}
      <span className={classes['space']} />
      {windows}
      {button('Zoom out', '−', IconZoomOut, () => onLook({ kind: 'zoom', factor: 0.8, anchor: null }))}
      {button('Zoom in', '+', IconZoomIn, () => onLook({ kind: 'zoom', factor: 1.25, anchor: null }))}
      {button('Fit', '0', IconArrowsMaximize, () => onLook({ kind: 'fit' }))}
      {button('Rotate right', ']', IconRotateClockwise2, () => onLook({ kind: 'reorient', change: 'turnRight' }))}
      {button('Mirror left to right', 'Shift+H', IconFlipVertical, () => onLook({ kind: 'reorient', change: 'flipAcross' }))}
      {button(drawings ? 'Hide drawings' : 'Show drawings', 'A', drawings ? IconPencil : IconPencilOff, onDrawings)}
      {button(linked ? 'Moved together' : 'Each by itself', 'L', linked ? IconLink : IconUnlink, onLink, linked)}
    </div>
  );
}
