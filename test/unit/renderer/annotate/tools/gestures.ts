import { layerSchema } from '../../../../../shared/annotation/layer.ts';
import type { Layer, Shape } from '../../../../../shared/annotation/layer.ts';
import { imagePoint } from '../../../../../shared/geometry/spaces.ts';
import { advanceTool } from '../../../../../renderer/annotate/tools/advanceTool.ts';
import type { GestureContext, GestureEvent, Transition } from '../../../../../renderer/annotate/tools/gesture.ts';
import type { ToolState } from '../../../../../renderer/annotate/tools/toolState.ts';

export const newShapeId = '11111111-1111-4111-8111-111111111111';
export const layerId = '22222222-2222-4222-8222-222222222222';

/** Zoom 1: reach 10 px, a click strays less than 4 px. */
export function contextWith(changes: Partial<GestureContext> = {}): GestureContext {
  return { layers: [], frame: 0, selection: null, screenPixel: 1, centre: imagePoint(100, 100), newId: () => newShapeId, ...changes };
}

export function layerWith(...shapes: Shape[]): Layer {
  return layerSchema.parse({
    id: layerId, name: 'Layer', colour: '#E69F00', visible: true, frame: 0, imageSize: { width: 200, height: 200 }, shapes, author: '',
    createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z',
  });
}

type At = 'press' | 'move' | 'release' | 'doublePress';

export const at = (kind: At, x: number, y: number): GestureEvent => ({ kind, point: imagePoint(x, y) });

/** Plays the events one after the other. @returns the last transition; what earlier ones asked for is lost, as it should be. */
export function play(start: ToolState, events: readonly GestureEvent[], context = contextWith()): Transition {
  let transition: Transition = { state: start };
  for (const event of events) transition = advanceTool(transition.state, event, context);
  return transition;
}
