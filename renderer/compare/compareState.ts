import { changeLooking, fitted, type LookChange, type Looking } from '../../shared/geometry/looking.ts';
import type { PictureSize, Size } from '../../shared/geometry/viewTransform.ts';

/** `one`, `two` and `four` lie beside each other; `swipe` and `blend` are two on top of each other. */
export type Arrangement = 'one' | 'two' | 'four' | 'swipe' | 'blend';

export interface Pane {
  readonly looking: Looking;
  /** null until it is decoded. */
  readonly picture: { readonly size: PictureSize; readonly frameCount: number } | null;
}

export interface CompareState {
  readonly panes: readonly Pane[];
  /** What is done to one is done to all. */
  readonly linked: boolean;
  readonly active: number;
  readonly arrangement: Arrangement;
  /** Of the width, 0 … 1: left of it the earlier picture, right of it the later. */
  readonly divider: number;
  /** How much of the later picture is seen, 0 … 1. */
  readonly blend: number;
}

export type CompareAction =
  | { readonly kind: 'opened'; readonly pane: number; readonly size: PictureSize; readonly frameCount: number }
  | { readonly kind: 'look'; readonly change: LookChange; readonly viewport: Size }
  | { readonly kind: 'link' }
  | { readonly kind: 'activate'; readonly pane: number }
  | { readonly kind: 'arrange'; readonly arrangement: Arrangement }
  | { readonly kind: 'divide'; readonly at: number }
  | { readonly kind: 'blend'; readonly share: number };

export function startComparison(count: number): CompareState {
  const pane: Pane = { looking: fitted, picture: null };
  return { panes: Array.from({ length: count }, () => pane), linked: true, active: 0, arrangement: count === 2 ? 'two' : 'four', divider: 0.5, blend: 0.5 };
}

/** The ways this many pictures can be shown. */
export function arrangementsFor(count: number): readonly Arrangement[] {
  return count === 2 ? ['one', 'two', 'swipe', 'blend'] : ['one', 'two', 'four'];
}

/** Which panes are on the screen; of fewer than all, those around the active one, in pages. */
export function shownPanes({ arrangement, active, panes }: CompareState): readonly number[] {
  const atOnce = { one: 1, two: 2, four: 4, swipe: 2, blend: 2 }[arrangement];
  const first = Math.floor(active / atOnce) * atOnce;
  return panes.flatMap((_, index) => (index >= first && index < first + atOnce ? [index] : []));
}

export function reduceComparison(state: CompareState, action: CompareAction): CompareState {
  switch (action.kind) {
    case 'opened':
      return withPane(state, action.pane, (pane) => ({ ...pane, picture: { size: action.size, frameCount: action.frameCount } }));
    case 'look':
      // The same move for all, not the same place: pictures that somebody brought into line while they were apart stay in line.
      return onMeant(state, (pane) => (pane.picture === null ? pane : { ...pane, looking: changeLooking(pane.looking, action.change, pane.picture.size, action.viewport) }));
    case 'link':
      return { ...state, linked: !state.linked };
    case 'activate':
      return { ...state, active: clamp(action.pane, 0, state.panes.length - 1) };
    case 'arrange':
      return arrangementsFor(state.panes.length).includes(action.arrangement) ? { ...state, arrangement: action.arrangement } : state;
    case 'divide':
      return { ...state, divider: clamp(action.at, 0, 1) };
    case 'blend':
      return { ...state, blend: clamp(action.share, 0, 1) };
  }
}

function onMeant(state: CompareState, change: (pane: Pane) => Pane): CompareState {
  return { ...state, panes: state.panes.map((pane, index) => (state.linked || index === state.active ? change(pane) : pane)) };
}

function withPane(state: CompareState, at: number, change: (pane: Pane) => Pane): CompareState {
  return { ...state, panes: state.panes.map((pane, index) => (index === at ? change(pane) : pane)) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
