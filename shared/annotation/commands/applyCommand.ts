import type { Layer, Shape } from '../layer.ts';
import type { Command, LayerChange } from './command.ts';

export interface Applied {
  readonly layers: readonly Layer[];
  /** Takes `layers` back to exactly what they were. */
  readonly inverse: Command;
}

const place = (index: number, count: number) => Math.min(count, Math.max(0, index));

/** @returns undefined where the command has nothing to act on (the layer or shape is gone, an id exists already) or changes nothing. */
export function applyCommand(layers: readonly Layer[], command: Command): Applied | undefined {
  if (command.kind === 'addLayer') return addLayer(layers, command.layer, command.index);
  const index = layers.findIndex((layer) => layer.id === command.layerId);
  const layer = layers[index];
  if (layer === undefined) return undefined;
  switch (command.kind) {
    case 'removeLayer':
      return { layers: layers.toSpliced(index, 1), inverse: { kind: 'addLayer', layer, index } };
    case 'reorderLayer':
      return reorderLayer(layers, layer, index, command.index);
    case 'changeLayer':
      return changeLayer(layers, layer, index, command.changes);
    case 'addShape':
    case 'removeShape':
    case 'updateShape': {
      const changed = applyToShapes(layer, command);
      return changed && { layers: layers.with(index, { ...layer, shapes: changed.shapes }), inverse: changed.inverse };
    }
  }
}

function addLayer(layers: readonly Layer[], layer: Layer, index: number): Applied | undefined {
  if (layers.some(({ id }) => id === layer.id)) return undefined;
  return { layers: layers.toSpliced(place(index, layers.length), 0, layer), inverse: { kind: 'removeLayer', layerId: layer.id } };
}

function reorderLayer(layers: readonly Layer[], layer: Layer, from: number, to: number): Applied | undefined {
  const target = place(to, layers.length - 1);
  if (target === from) return undefined;
  return { layers: layers.toSpliced(from, 1).toSpliced(target, 0, layer), inverse: { kind: 'reorderLayer', layerId: layer.id, index: from } };
}

function changeLayer(layers: readonly Layer[], layer: Layer, index: number, changes: LayerChange): Applied | undefined {
  const next = { ...layer, ...changes };
  if (next.name === layer.name && next.colour === layer.colour && next.visible === layer.visible && next.frame === layer.frame) return undefined;
  const { name, colour, visible, frame } = layer;
  return { layers: layers.with(index, next), inverse: { kind: 'changeLayer', layerId: layer.id, changes: { name, colour, visible, frame } } };
}

function applyToShapes(
  layer: Layer, command: Extract<Command, { kind: 'addShape' | 'removeShape' | 'updateShape' }>,
): { readonly shapes: Shape[]; readonly inverse: Command } | undefined {
  const { shapes, id: layerId } = layer;
  const shapeId = command.kind === 'removeShape' ? command.shapeId : command.shape.id;
  const index = shapes.findIndex(({ id }) => id === shapeId);
  const shape = shapes[index];
  if (command.kind === 'addShape') {
    if (shape !== undefined) return undefined;
    return { shapes: shapes.toSpliced(place(command.index, shapes.length), 0, command.shape), inverse: { kind: 'removeShape', layerId, shapeId } };
  }
  if (shape === undefined) return undefined;
  if (command.kind === 'removeShape') return { shapes: shapes.toSpliced(index, 1), inverse: { kind: 'addShape', layerId, shape, index } };
  if (command.shape === shape) return undefined;
  return { shapes: shapes.with(index, command.shape), inverse: { kind: 'updateShape', layerId, shape } };
}
