import type { Annotations, Tool } from '../annotate/index.ts';
import { useLightboxEvent } from '../ipc/index.ts';
import { useKeyTable } from '../ui/index.ts';
import { viewerKeys, type ViewerAction } from './keys.ts';
import type { View } from './picture/useView.ts';
import type { Playback } from './transport/usePlayback.ts';
import type { Neighbours } from './useNeighbours.ts';

export interface ViewerKeysOptions {
  readonly annotations: Annotations;
  readonly takeTool: (tool: Tool) => void;
  readonly playback: Playback;
  readonly view: View;
  readonly neighbours: Neighbours;
  readonly toggleOverlays: () => void;
  readonly togglePanel: () => void;
}

type Handlers = Partial<Record<ViewerAction, () => void>>;

/** Frames, or what is selected: the arrows move one of the two. Space is heard elsewhere (useSpaceKey), for it also pans. */
export function useViewerKeys({ annotations, takeTool, playback, view, neighbours, toggleOverlays, togglePanel }: ViewerKeysOptions): void {
  const nudge = (dx: number, dy: number) => () => annotations.moveSelected(dx, dy);
  const arrows: Handlers = annotations.selection !== null && !annotations.readOnly
    ? {
      nudgeLeft: nudge(-1, 0), nudgeRight: nudge(1, 0), nudgeUp: nudge(0, -1), nudgeDown: nudge(0, 1),
      nudgeLeftFar: nudge(-10, 0), nudgeRightFar: nudge(10, 0), nudgeUpFar: nudge(0, -10), nudgeDownFar: nudge(0, 10),
    }
    : {
      previousFrame: () => playback.step(-1), nextFrame: () => playback.step(1), framesBack: () => playback.step(-10), framesAhead: () => playback.step(10),
      ...(neighbours.openNewer === null ? {} : { previousMedia: neighbours.openNewer }),
      ...(neighbours.openOlder === null ? {} : { nextMedia: neighbours.openOlder }),
    };
  const layers: Handlers = Object.fromEntries(annotations.drawing.layers.slice(0, 9).map((layer, index) => [
    `layer${String(index + 1)}`, () => annotations.changeLayer(layer.id, { visible: !layer.visible }),
  ]));
  const edits: Handlers = annotations.readOnly ? {} : {
    polygon: () => takeTool('polygon'), rectangle: () => takeTool('rectangle'), arrow: () => takeTool('arrow'),
    freehand: () => takeTool('freehand'), text: () => takeTool('text'),
    confirm: () => annotations.gesture({ kind: 'confirm' }), back: () => annotations.gesture({ kind: 'back' }),
    delete: annotations.removeSelected, undo: annotations.undo, redo: annotations.redo, save: () => void annotations.save(),
    ...layers,
  };
  useKeyTable(viewerKeys, {
    ...arrows, ...edits,
    firstFrame: () => playback.goTo(0), lastFrame: () => playback.goTo(Number.MAX_SAFE_INTEGER),
    slower: () => playback.changeRate(-1), faster: () => playback.changeRate(1),
    zoomIn: view.zoomIn, zoomOut: view.zoomOut, fit: view.fit, actual: view.actual,
    rotateLeft: () => view.rotate('left'), rotateRight: () => view.rotate('right'),
    select: () => takeTool('select'), cancel: () => annotations.gesture({ kind: 'cancel' }),
    overlays: toggleOverlays, panel: togglePanel,
  });
  useLightboxEvent((event) => {
    if (event.topic !== 'command' || annotations.readOnly) return;
    if (event.command === 'undo') annotations.undo();
    if (event.command === 'redo') annotations.redo();
  });
}
