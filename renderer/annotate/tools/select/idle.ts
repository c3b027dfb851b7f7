import { isLayerShown, topmostShapeAt } from '../../../../shared/annotation/hitShape.ts';
import type { Shape } from '../../../../shared/annotation/layer.ts';
import { shapeHandles } from '../../../../shared/annotation/shapeHandles.ts';
import { distance } from '../../../../shared/geometry/distance.ts';
import type { ImagePoint } from '../../../../shared/geometry/spaces.ts';
import { reach } from '../gesture.ts';
import type { GestureContext, GestureEvent, Transition } from '../gesture.ts';
import { selectIdle } from '../idleStates.ts';

export function onSelectIdle(event: GestureEvent, context: GestureContext): Transition {
  switch (event.kind) {
    case 'press':
      return press(event.point, context);
    case 'doublePress': {
      const hit = topmostShapeAt(context.layers, context.frame, event.point, reach(context));
      if (hit?.shape.kind !== 'text') return { state: selectIdle };
      const { layerId, shape } = hit;
      return { state: { tool: 'text', gesture: 'writing', at: shape.at, size: shape.size, edited: { layerId, shape } } };
    }
    case 'cancel':
      return { state: selectIdle, select: null };
    default:
      return { state: selectIdle };
  }
}

/** A handle of what is selected comes before what lies under the pointer; that before nothing. */
function press(point: ImagePoint, context: GestureContext): Transition {
  const selected = selectedShape(context);
  if (selected !== undefined) {
    const handle = nearestHandle(selected.shape, point, reach(context));
    if (handle !== undefined) return { state: { tool: 'select', gesture: 'reshaping', layerId: selected.layerId, original: selected.shape, handle, current: selected.shape } };
  }
  const hit = topmostShapeAt(context.layers, context.frame, point, reach(context));
  if (hit === undefined) return { state: selectIdle, select: null };
  return {
    state: { tool: 'select', gesture: 'moving', layerId: hit.layerId, original: hit.shape, start: point, current: hit.shape },
    select: { layerId: hit.layerId, shapeId: hit.shape.id },
  };
}

function selectedShape({ layers, frame, selection }: GestureContext): { readonly layerId: string; readonly shape: Shape } | undefined {
  const layer = layers.find(({ id }) => id === selection?.layerId);
  const shape = layer?.shapes.find(({ id }) => id === selection?.shapeId);
  return layer === undefined || shape === undefined || !isLayerShown(layer, frame) ? undefined : { layerId: layer.id, shape };
}

function nearestHandle(shape: Shape, point: ImagePoint, within: number): number | undefined {
  let nearest: number | undefined;
  let least = within;
  shapeHandles(shape).forEach((handle, index) => {
    const away = distance(handle, point);
    if (away <= least) {
      least = away;
      nearest = index;
    }
  });
  return nearest;
}
