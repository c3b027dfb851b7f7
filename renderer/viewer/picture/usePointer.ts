import { useEffect, useEffectEvent, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent } from 'react';
import { screenPoint } from '../../../shared/geometry/spaces.ts';
import type { ScreenPoint } from '../../../shared/geometry/spaces.ts';

export interface PointerActions {
  readonly onPan: (dx: number, dy: number) => void;
  readonly onZoom: (factor: number, anchor: ScreenPoint) => void;
  readonly onPress: (point: ScreenPoint) => void;
  readonly onMove: (point: ScreenPoint) => void;
  readonly onRelease: (point: ScreenPoint) => void;
  readonly onDoublePress: (point: ScreenPoint) => void;
  /** Whether a press here with the left button takes hold of the picture itself. */
  readonly pansAt: (point: ScreenPoint) => boolean;
  /** Takes the drags of the left button, in pixels of the screen, instead of picture and tool; null: nobody does. */
  readonly onDrag: ((dx: number, dy: number) => void) | null;
  readonly spaceHeld: () => boolean;
  readonly onSpaceDrag: () => void;
}

type Held = { readonly kind: 'pan' | 'drag'; readonly pointer: number; readonly from: ScreenPoint } | { readonly kind: 'tool'; readonly pointer: number };

/** One wheel notch (100 units) zooms by a fifth; a trackpad's small steps by as little as they are. */
const zoomPerUnit = 0.0018;

/** Pointer and wheel on the canvas: middle button or Space pans, the wheel zooms to the cursor, the left button is the tool's. */
export function usePointer(surface: HTMLElement | null, actions: PointerActions) {
  const held = useRef<Held | null>(null);
  const wheel = useEffectEvent((event: WheelEvent, at: ScreenPoint) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
    actions.onZoom(Math.exp(-event.deltaY * unit * zoomPerUnit), at);
  });
  useEffect(() => {
    if (surface === null) return undefined;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      wheel(event, place(surface, event));
    };
    // React listens to the wheel passively and could not keep the page from scrolling.
    surface.addEventListener('wheel', onWheel, { passive: false });
    return () => surface.removeEventListener('wheel', onWheel);
  }, [surface]);

  const end = (event: ReactPointerEvent<HTMLElement>) => {
    const was = held.current;
    if (was?.pointer !== event.pointerId) return;
    held.current = null;
    if (was.kind === 'tool') actions.onRelease(place(event.currentTarget, event));
  };
  return {
    onPointerDown: (event: ReactPointerEvent<HTMLElement>) => {
      if (held.current !== null || (event.button !== 0 && event.button !== 1) || isControl(event.target)) return;
      const point = place(event.currentTarget, event);
      event.currentTarget.setPointerCapture(event.pointerId);
      if (event.button === 1) event.preventDefault();
      const pans = event.button === 1 || actions.spaceHeld();
      if (!pans && actions.onDrag !== null) {
        held.current = { kind: 'drag', pointer: event.pointerId, from: point };
        return;
      }
      if (!pans) actions.onPress(point);
      held.current = pans || actions.pansAt(point) ? { kind: 'pan', pointer: event.pointerId, from: point } : { kind: 'tool', pointer: event.pointerId };
    },
    onPointerMove: (event: ReactPointerEvent<HTMLElement>) => {
      const point = place(event.currentTarget, event);
      const now = held.current;
      if (now?.kind !== 'pan' && now?.kind !== 'drag') {
        if (actions.onDrag === null) actions.onMove(point);
        return;
      }
      if (now.pointer !== event.pointerId) return;
      if (now.kind === 'drag') {
        actions.onDrag?.(point.x - now.from.x, point.y - now.from.y);
        held.current = { ...now, from: point };
        return;
      }
      if (actions.spaceHeld()) actions.onSpaceDrag();
      actions.onPan(point.x - now.from.x, point.y - now.from.y);
      held.current = { ...now, from: point };
    },
    onPointerUp: end,
    onPointerCancel: end,
    onDoubleClick: (event: React.MouseEvent<HTMLElement>) => actions.onDrag === null && actions.onDoublePress(place(event.currentTarget, event)),
  };
}

/** A button over the picture keeps its own presses. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, textarea') !== null;
}

function place(surface: HTMLElement, event: { readonly clientX: number; readonly clientY: number }): ScreenPoint {
  const box = surface.getBoundingClientRect();
  return screenPoint(event.clientX - box.left, event.clientY - box.top);
}
