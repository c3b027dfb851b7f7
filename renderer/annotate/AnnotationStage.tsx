import type { Context } from 'konva/lib/Context';
import { memo } from 'react';
import { Circle, Layer as KonvaLayer, Shape as KonvaShape, Stage } from 'react-konva';
import { isLayerShown } from '../../shared/annotation/hitShape.ts';
import type { Layer } from '../../shared/annotation/layer.ts';
import { shapeHandles } from '../../shared/annotation/shapeHandles.ts';
import { imageToScreen } from '../../shared/geometry/imageToScreen.ts';
import type { Size, ViewTransform } from '../../shared/geometry/viewTransform.ts';
import { drawShape } from './drawShape.ts';
import { draftOf } from './tools/draftOf.ts';
import type { Annotations } from './useAnnotations.ts';

export interface AnnotationStageProps {
  readonly annotations: Annotations;
  readonly view: ViewTransform;
  /** CSS pixels. */
  readonly viewport: Size;
  /** Counted from 0. */
  readonly frame: number;
}

/**
 * The drawings over the picture, in CSS pixels. What is settled is one node on a layer that hears nothing; what is being changed stands
 * alone on another, so that a drag repaints only itself. Hits are told by geometry (tools), not by the canvas.
 */
export function AnnotationStage({ annotations, view, viewport, frame }: AnnotationStageProps) {
  const { drawing, selection, tool, colour } = annotations;
  const draft = draftOf(tool);
  const heldId = draft?.replaces ?? selection?.shapeId ?? null;
  const heldLayer = drawing.layers.find((layer) => isLayerShown(layer, frame) && layer.shapes.some(({ id }) => id === heldId));
  const heldShape = draft !== null && draft.replaces === heldId ? draft.shape : heldLayer?.shapes.find(({ id }) => id === heldId);
  const isNew = draft !== null && draft.replaces === null;
  const handled = isNew || heldShape === undefined || tool.gesture === 'writing' ? [] : shapeHandles(heldShape);

  const edited = (context: Context) => {
    if (heldShape !== undefined && heldLayer !== undefined) drawShape(context, heldShape, view, heldLayer.colour, true);
    if (isNew) drawShape(context, draft.shape, view, colour, true);
  };
  return (
    <div data-testid="annotation-stage" aria-hidden>
      <Stage width={viewport.width} height={viewport.height} listening={false}>
        <SettledShapes layers={drawing.layers} frame={frame} heldId={heldId} view={view} />
        <KonvaLayer listening={false}>
          <KonvaShape sceneFunc={edited} listening={false} perfectDrawEnabled={false} />
          {(tool.gesture === 'placing' ? tool.points : handled).map((corner, index) => {
            const { x, y } = imageToScreen(view, corner);
            return <Circle key={index} x={x} y={y} radius={5} fill="#ffffff" stroke="#101418" strokeWidth={2} listening={false} perfectDrawEnabled={false} />;
          })}
        </KonvaLayer>
      </Stage>
    </div>
  );
}

interface SettledShapesProps {
  readonly layers: readonly Layer[];
  readonly frame: number;
  /** Drawn elsewhere. */
  readonly heldId: string | null;
  readonly view: ViewTransform;
}

/** Repainted only when one of these changes, not with every move of the pointer. */
const SettledShapes = memo(({ layers, frame, heldId, view }: SettledShapesProps) => {
  const paint = (context: Context) => {
    for (const layer of layers) {
      if (!isLayerShown(layer, frame)) continue;
      for (const shape of layer.shapes) if (shape.id !== heldId) drawShape(context, shape, view, layer.colour);
    }
  };
  return (
    <KonvaLayer listening={false}>
      <KonvaShape sceneFunc={paint} listening={false} perfectDrawEnabled={false} />
    </KonvaLayer>
  );
});
SettledShapes.displayName = 'SettledShapes';
