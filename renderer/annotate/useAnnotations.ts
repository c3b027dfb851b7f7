import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { isLayerShown } from '../../shared/annotation/hitShape.ts';
import { layerColours, mostShapesPerLayer } from '../../shared/annotation/layer.ts';
import type { Layer, Shape } from '../../shared/annotation/layer.ts';
import { moveShape } from '../../shared/annotation/moveShape.ts';
import { imagePoint } from '../../shared/geometry/spaces.ts';
import type { ImagePoint } from '../../shared/geometry/spaces.ts';
import type { Size } from '../../shared/geometry/viewTransform.ts';
import { saveBeforeLock } from '../ipc/index.ts';
import { DrawingStore } from './DrawingStore.ts';
import type { DrawingPorts, DrawingSnapshot } from './DrawingStore.ts';
import { advanceTool } from './tools/advanceTool.ts';
import type { GestureContext, GestureEvent, Selection, Transition } from './tools/gesture.ts';
import { idleOf, selectIdle } from './tools/idleStates.ts';
import type { Tool, ToolState } from './tools/toolState.ts';

export interface AnnotationsOptions {
  /** As they were last read, and the Media's revision that says so. */
  readonly layers: readonly Layer[];
  readonly revision: number;
  readonly ports: DrawingPorts;
  readonly author: string;
  /** Counted from 0. */
  readonly frame: number;
  /** null until the picture is decoded; nothing can be drawn before. */
  readonly imageSize: Size | null;
  readonly screenPixel: number;
  /** The middle of the canvas. */
  readonly centre: ImagePoint;
  /** The Media must not be changed, or is no picture. */
  readonly readOnly: boolean;
}

/** Everything about drawing on one medium. Mount anew (`key`) for another one. */
export interface Annotations {
  readonly drawing: DrawingSnapshot;
  readonly tool: ToolState;
  readonly selection: Selection | null;
  readonly activeLayerId: string | null;
  /** Of what is being drawn. */
  readonly colour: Layer['colour'];
  readonly readOnly: boolean;
  readonly takeTool: (tool: Tool) => void;
  readonly gesture: (event: GestureEvent) => void;
  readonly select: (selection: Selection | null) => void;
  /** A press there takes hold of nothing: it may move the picture instead. */
  readonly isEmptyAt: (point: ImagePoint) => boolean;
  /** The next shape goes there, where it is shown on the frame. */
  readonly activate: (layerId: string) => void;
  readonly addLayer: () => void;
  readonly changeLayer: (layerId: string, changes: Partial<Pick<Layer, 'name' | 'colour' | 'visible' | 'frame'>>) => void;
  readonly removeLayer: (layerId: string) => void;
  readonly removeSelected: () => void;
  /** Image pixels. */
  readonly moveSelected: (dx: number, dy: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: () => Promise<boolean>;
}

export function useAnnotations(options: AnnotationsOptions): Annotations {
  const { layers, revision, ports, author, frame, imageSize, screenPixel, centre, readOnly } = options;
  const [store] = useState(() => new DrawingStore(layers, revision, ports));
  const drawing = useSyncExternalStore(store.subscribe, store.snapshot);
  const [tool, setTool] = useState<ToolState>(selectIdle);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [activeLayerId, setActiveLayerId] = useState<string | null>(layers[0]?.id ?? null);

  useEffect(() => store.adopt(layers, revision), [store, layers, revision]);
  // Whoever leaves in whatever way: what is drawn is handed over for saving before.
  useEffect(() => {
    const leave = () => void store.flush();
    const forget = saveBeforeLock(() => store.flush(), () => store.snapshot().save === 'saved');
    window.addEventListener('pagehide', leave);
    return () => {
      forget();
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [store]);

  const newLayer = useCallback((shapes: Shape[]): Layer | null => {
    if (imageSize === null) return null;
    const taken = store.snapshot().layers;
    const now = ports.now();
    return {
      id: crypto.randomUUID(), name: freeName(taken), colour: freeColour(taken), visible: true, frame, imageSize: { width: imageSize.width, height: imageSize.height },
      shapes, author, createdAt: now, updatedAt: now,
    };
  }, [store, ports, author, frame, imageSize]);

  /** The active layer where it is shown; else the topmost of this frame; else there will be a new one. */
  const drawnOn = (taken: readonly Layer[]): Layer | undefined => {
    const shown = taken.filter((layer) => isLayerShown(layer, frame) && layer.shapes.length < mostShapesPerLayer);
    return shown.find(({ id }) => id === activeLayerId) ?? shown.findLast((layer) => layer.frame === frame);
  };

  const draw = (shape: Shape) => {
    const taken = store.snapshot().layers;
    const target = drawnOn(taken);
    if (target !== undefined) {
      store.do({ kind: 'addShape', layerId: target.id, shape, index: target.shapes.length });
      setActiveLayerId(target.id);
      setSelection({ layerId: target.id, shapeId: shape.id });
      return;
    }
    const layer = newLayer([shape]);
    if (layer === null) return;
    store.do({ kind: 'addLayer', layer, index: taken.length });
    setActiveLayerId(layer.id);
    setSelection({ layerId: layer.id, shapeId: shape.id });
  };

  const settle = (transition: Transition) => {
    setTool(transition.state);
    if (transition.select !== undefined) {
      setSelection(transition.select);
      if (transition.select !== null) setActiveLayerId(transition.select.layerId);
    }
    if (transition.draw !== undefined) draw(transition.draw);
    if (transition.update !== undefined) store.do({ kind: 'updateShape', ...transition.update });
    if (transition.remove !== undefined) store.do({ kind: 'removeShape', ...transition.remove });
  };

  const selected = useMemo(() => {
    const layer = drawing.layers.find(({ id }) => id === selection?.layerId);
    const shape = layer?.shapes.find(({ id }) => id === selection?.shapeId);
    // What is not on this frame cannot be changed by a key meant for what is seen.
    return layer === undefined || shape === undefined || !isLayerShown(layer, frame) ? null : { layerId: layer.id, shape };
  }, [drawing.layers, selection, frame]);

  const context: GestureContext = { layers: drawing.layers, frame, selection, screenPixel, centre: imageSize === null ? centre : clampToImage(centre, imageSize), newId: () => crypto.randomUUID() };

  return {
    drawing,
    tool,
    selection: selected === null ? null : { layerId: selected.layerId, shapeId: selected.shape.id },
    activeLayerId,
    colour: drawnOn(drawing.layers)?.colour ?? freeColour(drawing.layers),
    readOnly,
    takeTool: (next) => setTool(readOnly ? selectIdle : idleOf(next)),
    gesture: (event) => {
      if (imageSize === null || (readOnly && event.kind !== 'press' && event.kind !== 'cancel')) return;
      const transition = advanceTool(tool, tool.tool === 'select' || !('point' in event) ? event : { ...event, point: clampToImage(event.point, imageSize) }, context);
      settle(readOnly ? { state: selectIdle, ...(transition.select === undefined ? {} : { select: transition.select }) } : transition);
    },
    select: setSelection,
    isEmptyAt: (point) => tool.tool === 'select' && advanceTool(selectIdle, { kind: 'press', point }, context).state.gesture === 'idle',
    activate: setActiveLayerId,
    addLayer: () => {
      const layer = readOnly ? null : newLayer([]);
      if (layer === null) return;
      store.do({ kind: 'addLayer', layer, index: store.snapshot().layers.length });
      setActiveLayerId(layer.id);
    },
    changeLayer: (layerId, changes) => store.do({ kind: 'changeLayer', layerId, changes }),
    removeLayer: (layerId) => store.do({ kind: 'removeLayer', layerId }),
    removeSelected: () => {
      if (selected !== null && !readOnly) store.do({ kind: 'removeShape', layerId: selected.layerId, shapeId: selected.shape.id });
    },
    moveSelected: (dx, dy) => {
      if (selected !== null && !readOnly) store.do({ kind: 'updateShape', layerId: selected.layerId, shape: moveShape(selected.shape, dx, dy) });
    },
    undo: () => store.dispatch({ kind: 'undo' }),
    redo: () => store.dispatch({ kind: 'redo' }),
    save: () => store.flush(),
  };
}

/** What is drawn lies on the picture, wherever the hand strays. */
function clampToImage({ x, y }: ImagePoint, { width, height }: Size): ImagePoint {
  return imagePoint(Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y)));
}

/** "Layer 3", the first number that no layer bears. */
function freeName(layers: readonly Layer[]): string {
  let number = layers.length + 1;
  while (layers.some(({ name }) => name === `Layer ${String(number)}`)) number += 1;
  return `Layer ${String(number)}`;
}

/** The first colour no layer has, else the one least used. */
function freeColour(layers: readonly Layer[]): Layer['colour'] {
  const uses = (colour: Layer['colour']) => layers.filter((layer) => layer.colour === colour).length;
  return layerColours.reduce((least, colour) => (uses(colour) < uses(least) ? colour : least), layerColours[0]);
}
