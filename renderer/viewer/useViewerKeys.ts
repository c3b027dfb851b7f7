import { screenToImageVector } from '../../shared/geometry/screenToImageVector.ts';
import type { Annotations, Tool } from '../annotate/index.ts';
import { useLightboxEvent } from '../ipc/index.ts';
import { useKeyTable } from '../ui/index.ts';
import { drawingKeys, frameKeys, layerKeys, mediumKeys, shapeKeys, viewKeys } from './keys.ts';
import type { View } from './picture/useView.ts';
import type { Playback } from './transport/usePlayback.ts';
import type { Neighbours } from './useNeighbours.ts';

/** For every kind of medium. */
export function useMediumKeys(neighbours: Neighbours, togglePanel: () => void): void {
  const { openNewer, openOlder } = neighbours;
  useKeyTable(mediumKeys, { panel: togglePanel, ...(openNewer === null ? {} : { newer: openNewer }), ...(openOlder === null ? {} : { older: openOlder }) });
}

export interface PictureKeysOptions {
  readonly annotations: Annotations;
  readonly takeTool: (tool: Tool) => void;
  readonly playback: Playback;
  readonly view: View;
  readonly neighbours: Neighbours;
  readonly showLifeSize: () => void;
  readonly toggleOverlays: () => void;
  readonly togglePanel: () => void;
  readonly toggleFullScreen: () => void;
  readonly toggleStrip: () => void;
}

/** The arrows move what is selected, else the frames. Space is heard elsewhere (useSpaceKey), for held down it pans. */
export function usePictureKeys({ annotations, takeTool, playback, view, neighbours, showLifeSize, toggleOverlays, togglePanel, toggleFullScreen, toggleStrip }: PictureKeysOptions): void {
  const { readOnly } = annotations;
  const holds = annotations.selection !== null && !readOnly;
  /** Where the arrow points on the screen, however the picture lies. */
  const nudge = (dx: number, dy: number) => () => {
    const { x, y } = screenToImageVector(view.transform, dx, dy);
    annotations.moveSelected(x, y);
  };
  useMediumKeys(holds ? { openNewer: null, openOlder: null } : neighbours, togglePanel);
  useKeyTable(viewKeys, {
    zoomIn: view.zoomIn, zoomOut: view.zoomOut, fit: view.fit, actual: view.actual, lifeSize: showLifeSize, overlays: toggleOverlays,
    rotateLeft: () => view.reorient('turnLeft'), rotateRight: () => view.reorient('turnRight'), flipAcross: () => view.reorient('flipAcross'), flipDown: () => view.reorient('flipDown'),
    fullScreen: toggleFullScreen,
  });
  useKeyTable(frameKeys, {
    first: playback.first, last: playback.last, slower: () => playback.changeRate(-1), faster: () => playback.changeRate(1),
    mode: playback.changeMode, rangeStart: () => playback.markRange('from'), rangeEnd: () => playback.markRange('to'), rangeClear: playback.clearRange, strip: toggleStrip,
    ...(holds ? {} : { previous: () => playback.step(-1), next: () => playback.step(1), back: () => playback.step(-10), ahead: () => playback.step(10) }),
  });
  useKeyTable(shapeKeys, !holds ? {} : {
    left: nudge(-1, 0), right: nudge(1, 0), up: nudge(0, -1), down: nudge(0, 1),
    farLeft: nudge(-10, 0), farRight: nudge(10, 0), farUp: nudge(0, -10), farDown: nudge(0, 10), delete: annotations.removeSelected,
  });
  useKeyTable(drawingKeys, {
    select: () => takeTool('select'), cancel: () => annotations.gesture({ kind: 'cancel' }),
    ...(readOnly ? {} : {
      polygon: () => takeTool('polygon'), rectangle: () => takeTool('rectangle'), arrow: () => takeTool('arrow'), freehand: () => takeTool('freehand'), text: () => takeTool('text'),
      confirm: () => annotations.gesture({ kind: 'confirm' }), back: () => annotations.gesture({ kind: 'back' }),
      undo: annotations.undo, redo: annotations.redo, save: () => void annotations.save(),
    }),
  });
  useKeyTable(layerKeys, readOnly ? {} : Object.fromEntries(
    annotations.drawing.layers.map((layer, index) => [String(index + 1), () => annotations.changeLayer(layer.id, { visible: !layer.visible })]),
  ));
  useLightboxEvent((event) => {
    if (event.topic !== 'command' || readOnly) return;
    if (event.command === 'undo') annotations.undo();
    if (event.command === 'redo') annotations.redo();
  });
}
