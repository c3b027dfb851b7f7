import type { Context } from 'konva/lib/Context';
import { useMemo } from 'react';
import { Circle, Layer as KonvaLayer, Shape as KonvaShape, Stage } from 'react-konva';
import { isLayerShown } from '../../shared/annotation/hitShape.ts';
import { shapeHandles } from '../../shared/annotation/shapeHandles.ts';
import { imageToScreen } from '../../shared/geometry/imageToScreen.ts';
import type { Size, ViewTransform } from '../../shared/geometry/viewTransform.ts';
import { drawShape } from './drawShape.ts';
import type { Annotations } from './useAnnotations.ts';
import { draftOf } from './tools/draftOf.ts';

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
  const shown = useMemo(() => drawing.layers.filter((layer) => isLayerShown(layer, frame)), [drawing.layers, frame]);
  const heldId = draft?.replaces ?? selection?.shapeId ?? null;
  const heldLayer = shown.find(({ shapes }) => shapes.some(({ id }) => id === heldId));
  const heldShape = heldLayer?.shapes.find(({ id }) => id === heldId);

  const settled = useMemo(() => (context: Context) => {
    for (const layer of shown) for (const shape of layer.shapes) if (shape.id !== heldId) drawShape(context, shape, view, layer.colour);
  }, [shown, heldId, view]);
  const edited = (context: Context) => {
    if (heldShape !== undefined && heldLayer !== undefined) drawShape(context, draft?.replaces === heldId && draft !== null ? draft.shape : heldShape, view, heldLayer.colour, true);
    if (draft !== null && draft.replaces === null) drawShape(context, draft.shape, view, colour, true);
  };
  const handled = draft === null ? heldShape : draft.replaces === null ? undefined : draft.shape;
  const corners = tool.gesture === 'placing' ? tool.points : handled === undefined || tool.gesture === 'writing' ? [] : shapeHandles(handled);

  return (
    <div data-testid="annotation-stage" aria-hidden>
      <Stage width={viewport.width} height={viewport.height} listening={false}>
        <KonvaLayer listening={false}>
          <KonvaShape sceneFunc={settled} listening={false} perfectDrawEnabled={false} />
        </KonvaLayer>
        <KonvaLayer listening={false}>
          <KonvaShape sceneFunc={edited} listening={false} perfectDrawEnabled={false} />
          {corners.map((corner, index) => {
            const { x, y } = imageToScreen(view, corner);
            return <Circle key={index} x={x} y={y} radius={5} fill="#ffffff" stroke="#101418" strokeWidth={2} listening={false} perfectDrawEnabled={false} />;
          })}
        </KonvaLayer>
      </Stage>
    </div>
  );
}
