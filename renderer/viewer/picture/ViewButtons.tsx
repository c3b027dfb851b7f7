import { ActionIcon, Divider, Tooltip } from '@mantine/core';
import {
  IconArrowsMaximize, IconFlipHorizontal, IconFlipVertical, IconLayoutSidebarRight, IconMaximize, IconRotate2, IconRotateClockwise2, IconTextCaption, IconZoomIn, IconZoomOut, type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Picture.module.css';
import type { View } from './useView.ts';

export interface ViewButtonsProps {
  readonly view: View;
  readonly overlays: boolean;
  readonly panel: boolean;
  /** Shows the picture as large as what it shows. */
  readonly lifeSize: ReactNode;
  /** Ways to look closer at one spot. */
  readonly closer: ReactNode;
  readonly onFullScreen: () => void;
  readonly onOverlays: () => void;
  readonly onPanel: () => void;
}

export function ViewButtons({ view, overlays, panel, lifeSize, closer, onFullScreen, onOverlays, onPanel }: ViewButtonsProps) {
  const button = (label: string, key: string, sign: Icon | string, onClick: () => void, pressed?: boolean) => {
    const Sign = sign;
    return (
      <Tooltip label={`${label} (${key})`}>
        <ActionIcon size={36} variant="subtle" color="gray" aria-label={label} onClick={onClick} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}>
          {typeof Sign === 'string' ? <span style={{ fontSize: 13, fontWeight: 600 }}>{Sign}</span> : <Sign size={20} stroke={1.75} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <>
      <Divider orientation="vertical" className={classes['between']} />
      {button('Zoom out', '−', IconZoomOut, view.zoomOut)}
      {button('Zoom in', '+', IconZoomIn, view.zoomIn)}
      {button('Fit to window', '0', IconArrowsMaximize, view.fit, view.fitted)}
      {button('1:1, actual pixels', '1', '1:1', view.actual)}
      {lifeSize}
      <Divider orientation="vertical" className={classes['between']} />
      {button('Rotate left', '[', IconRotate2, () => view.reorient('turnLeft'))}
      {button('Rotate right', ']', IconRotateClockwise2, () => view.reorient('turnRight'))}
      {button('Mirror left to right', 'Shift+H', IconFlipVertical, () => view.reorient('flipAcross'), view.looking.orientation.mirrored)}
      {button('Mirror top to bottom', 'Shift+V', IconFlipHorizontal, () => view.reorient('flipDown'))}
      <Divider orientation="vertical" className={classes['between']} />
      {closer}
      <Divider orientation="vertical" className={classes['between']} />
      {button('Full screen', 'F11', IconMaximize, onFullScreen)}
      {button('Corner text', 'O', IconTextCaption, onOverlays, overlays)}
      {button('Side panel', 'D', IconLayoutSidebarRight, onPanel, panel)}
      <Divider orientation="vertical" className={classes['between']} />
    </>
  );
}
