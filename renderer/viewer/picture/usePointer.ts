import { useEffect, useEffectEvent, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent } from 'react';
import { pinchChange, type Fingers } from '../../../shared/geometry/pinchChange.ts';
import { screenPoint } from '../../../shared/geometry/spaces.ts';
import type { ScreenPoint } from '../../../shared/geometry/spaces.ts';

export interface PointerActions {
  readonly onPan: (dx: number, dy: number) => void;
  readonly onZoom: (factor: number, anchor: ScreenPoint) => void;
  readonly onPress: (point: ScreenPoint) => void;
  readonly onMove: (point: ScreenPoint) => void;
  readonly onRelease: (point: ScreenPoint) => void;
  readonly onDoublePress: (point: ScreenPoint) => void;
  /** A second finger came: what the first one pressed was meant for the picture. */
  readonly onAbandon: () => void;
  /** Whether a press here with the left button takes hold of the picture itself. */
  readonly pansAt: (point: ScreenPoint) => boolean;
  /** Takes the drags of the left button, in pixels of the screen, instead of picture and tool; null: nobody does. */
  readonly onDrag: ((dx: number, dy: number) => void) | null;
  readonly spaceHeld: () => boolean;
  readonly onSpaceDrag: () => void;
}

type Held =
  | { readonly kind: 'pan' | 'drag'; readonly pointer: number; readonly from: ScreenPoint }
  | { readonly kind: 'tool'; readonly pointer: number }
  /** Until the last finger is lifted: one that stays behind does nothing. */
  | { readonly kind: 'pinch' };

/** One wheel notch (100 units) zooms by a fifth; a trackpad's small steps by as little as they are. */
const zoomPerUnit = 0.0018;

/** Pointer and wheel on the canvas: middle button, Space or two fingers pan, wheel and fingers zoom, the left button is the tool's. */
export function usePointer(surface: HTMLElement | null, actions: PointerActions) {
  const held = useRef<Held | null>(null);
  const fingers = useRef(new Map<number, ScreenPoint>());
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
    fingers.current.delete(event.pointerId);
    if (was?.kind === 'pinch') {
      if (fingers.current.size === 0) held.current = null;
      return;
    }
    if (was?.pointer !== event.pointerId) return;
    held.current = null;
    if (was.kind === 'tool') actions.onRelease(place(event.currentTarget, event));
  };
  const pinch = (pointer: number, point: ScreenPoint) => {
    const from = twoOf(fingers.current);
    if (!fingers.current.has(pointer)) return;
    fingers.current.set(pointer, point);
    const to = twoOf(fingers.current);
    if (from === null || to === null) return;
    const { dx, dy, factor, anchor } = pinchChange(from, to);
    actions.onPan(dx, dy);
    actions.onZoom(factor, anchor);
  };
  return {
    onPointerDown: (event: ReactPointerEvent<HTMLElement>) => {
      const point = place(event.currentTarget, event);
      if (event.pointerType === 'touch' && !isControl(event.target)) {
        fingers.current.set(event.pointerId, point);
        if (fingers.current.size === 2) {
          event.currentTarget.setPointerCapture(event.pointerId);
          if (held.current?.kind === 'tool' || held.current?.kind === 'pan') actions.onAbandon();
          held.current = { kind: 'pinch' };
        }
      }
      if (held.current !== null || (event.button !== 0 && event.button !== 1) || isControl(event.target)) return;
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
      if (now?.kind === 'pinch') {
        pinch(event.pointerId, point);
        return;
      }
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

/** The two fingers that came first. */
function twoOf(fingers: ReadonlyMap<number, ScreenPoint>): Fingers | null {
  const [first, second] = fingers.values();
  return first === undefined || second === undefined ? null : [first, second];
}

/** A button over the picture keeps its own presses. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, textarea') !== null;
}

function place(surface: HTMLElement, event: { readonly clientX: number; readonly clientY: number }): ScreenPoint {
  const box = surface.getBoundingClientRect();
  return screenPoint(event.clientX - box.left, event.clientY - box.top);
}
