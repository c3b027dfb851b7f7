import { useElementSize } from '@mantine/hooks';
import { useCallback, useMemo, useReducer, useState, type CSSProperties } from 'react';
import type { LookChange } from '../../shared/geometry/looking.ts';
import type { PictureSize, Size } from '../../shared/geometry/viewTransform.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { useKeyTable } from '../ui/index.ts';
import { useWindowKeys, WindowButtons } from '../viewer/index.ts';
import classes from './Compare.module.css';
import { CompareBar } from './CompareBar.tsx';
import { ComparedFrames } from './ComparedFrames.ts';
import { compareKeys, comparePictureKeys } from './compareKeys.ts';
import { ComparePane } from './ComparePane.tsx';
import { arrangementsFor, reduceComparison, shownPanes, startComparison, type Arrangement, type CompareState } from './compareState.ts';
import { Divider } from './Divider.tsx';
import { FramesBar } from './FramesBar.tsx';
import { describeInterval } from './interval.ts';
import { linkedWindow, type PaneWindow } from './linkedWindow.ts';
import { usePace } from './usePace.ts';

/** CSS pixels, as in the style sheet. */
const captionHeight = 56;
const gap = 2;
const zoomStep = 1.25;
const panStep = 40;

export interface ComparisonProps {
  /** Of one patient, earliest first. */
  readonly details: readonly MediaDetail[];
  readonly onClose: () => void;
  readonly onOpenMedia: (mediaId: string) => void;
}

/** Pictures beside or on top of each other, moved together. */
export function Comparison({ details, onClose, onOpenMedia }: ComparisonProps) {
  const [state, dispatch] = useReducer(reduceComparison, details.length, startComparison);
  const [drawings, setDrawings] = useState(true);
  const [compared] = useState(() => new ComparedFrames());
  const pace = usePace();
  const { ref: stage, width, height } = useElementSize<HTMLDivElement>();
  const { arrangement, active, linked, divider, blend } = state;
  const shown = shownPanes(state);
  const stacked = arrangement === 'swipe' || arrangement === 'blend';
  const { columns, rows } = stacked ? { columns: 1, rows: 1 } : gridOf(shown.length);
  const viewport = useMemo((): Size => ({
    width: Math.max(1, (width - gap * (columns - 1)) / columns), height: Math.max(1, (height - gap * (rows - 1)) / rows - captionHeight),
  }), [width, height, columns, rows]);

  const look = (change: LookChange) => dispatch({ kind: 'look', change, viewport });
  const arrange = (next: Arrangement) => dispatch({ kind: 'arrange', arrangement: next });
  useKeyTable(compareKeys, {
    link: () => dispatch({ kind: 'link' }), before: () => dispatch({ kind: 'activate', pane: active - 1 }), after: () => dispatch({ kind: 'activate', pane: active + 1 }),
    side: () => arrange(nextSideBySide(state)), swipe: () => arrange('swipe'), blend: () => arrange('blend'), drawings: () => setDrawings(!drawings),
    open: () => { const mediaId = details[active]?.view.id; if (mediaId !== undefined) onOpenMedia(mediaId); },
    close: onClose,
  });
  useKeyTable(comparePictureKeys, {
    zoomIn: () => look({ kind: 'zoom', factor: zoomStep, anchor: null }), zoomOut: () => look({ kind: 'zoom', factor: 1 / zoomStep, anchor: null }), fit: () => look({ kind: 'fit' }),
    actual: () => look({ kind: 'scale', scale: 1 / window.devicePixelRatio }),
    left: () => look({ kind: 'pan', dx: -panStep, dy: 0 }), right: () => look({ kind: 'pan', dx: panStep, dy: 0 }), up: () => look({ kind: 'pan', dx: 0, dy: -panStep }), down: () => look({ kind: 'pan', dx: 0, dy: panStep }),
    rotateLeft: () => look({ kind: 'reorient', change: 'turnLeft' }), rotateRight: () => look({ kind: 'reorient', change: 'turnRight' }),
    flipAcross: () => look({ kind: 'reorient', change: 'flipAcross' }), flipDown: () => look({ kind: 'reorient', change: 'flipDown' }),
  });
  const [windows, setWindows] = useState<ReadonlyMap<number, PaneWindow>>(new Map());
  const told = useCallback((pane: number, window: PaneWindow | null) => setWindows((before) => withWindow(before, pane, window)), []);
  const [draggingWindow, setDraggingWindow] = useState(false);
  const all = details.map((_, index) => index);
  const windowOfAll = linkedWindow(windows, linked ? all : [active], active);
  const takeWindow = () => setDraggingWindow(!draggingWindow);
  useWindowKeys(windowOfAll?.window ?? null, windowOfAll?.facts.presets ?? [], takeWindow);
  const dragWindow = draggingWindow && windowOfAll !== null ? windowOfAll.window.drag : null;
  const opened = useCallback((pane: number, size: PictureSize, frameCount: number) => dispatch({ kind: 'opened', pane, size, frameCount }), []);

  return (
    <>
      <CompareBar
        state={state} drawings={drawings} onArrange={arrange} onLink={() => dispatch({ kind: 'link' })} onBlend={(share) => dispatch({ kind: 'blend', share })} onDrawings={() => setDrawings(!drawings)}
        windows={windowOfAll === null ? null : <WindowButtons window={windowOfAll.window} presets={windowOfAll.facts.presets} dragging={draggingWindow} onDragging={takeWindow} size={44} />}
        onLook={look}
      />
      <div
        ref={stage} className={classes['stage']} data-testid="compare-stage" data-arrangement={arrangement} data-linked={linked} data-window-drag={dragWindow !== null}
        style={stacked ? {} : { display: 'grid', gap, gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${String(rows)}, minmax(0, 1fr))` }}
      >
        {details.map((detail, index) => (
          <PaneAt
            key={detail.view.id} index={index} details={details} state={state} compared={compared} viewport={viewport} shown={shown.includes(index)} drawings={drawings} onOpened={opened} onWindow={told} onWindowDrag={dragWindow}
            onActivate={() => dispatch({ kind: 'activate', pane: index })}
            onLook={(change) => {
              // On top of each other the pointer always meets the upper one; which is meant the keys say.
              if (!stacked) dispatch({ kind: 'activate', pane: index });
              look(change);
            }}
          />
        ))}
        {arrangement === 'swipe' ? <Divider at={divider} onMove={(at) => dispatch({ kind: 'divide', at })} /> : null}
        {arrangement === 'blend' ? <span className={classes['share']}>{100 - Math.round(blend * 100)} % earlier, {Math.round(blend * 100)} % later</span> : null}
      </div>
      {/* Each has a clock of its own; linking and unlinking stops it. */}
      {state.panes.some(({ picture }) => (picture?.frameCount ?? 1) > 1)
        ? (linked ? [all] : all.map((pane) => [pane])).map((panes) => <FramesBar key={panes.join(' ')} details={details} compared={compared} panes={panes} visible={shown} active={active} pace={pace} />)
        : null}
    </>
  );
}

interface PaneAtProps {
  readonly index: number;
  readonly details: readonly MediaDetail[];
  readonly state: CompareState;
  readonly compared: ComparedFrames;
  readonly viewport: Size;
  readonly shown: boolean;
  readonly drawings: boolean;
  readonly onOpened: (pane: number, size: PictureSize, frameCount: number) => void;
  readonly onActivate: () => void;
  readonly onWindow: (pane: number, window: PaneWindow | null) => void;
  readonly onWindowDrag: ((dx: number, dy: number) => void) | null;
  readonly onLook: (change: LookChange) => void;
}

function PaneAt({ index, details, state, compared, viewport, shown, drawings, onOpened, onActivate, onWindow, onWindowDrag, onLook }: PaneAtProps) {
  const opened = useCallback((size: PictureSize, frameCount: number) => onOpened(index, size, frameCount), [index, onOpened]);
  const [detail, pane] = [details[index], state.panes[index]];
  if (detail === undefined || pane === undefined) return null;
  const stacked = state.arrangement === 'swipe' || state.arrangement === 'blend';
  return (
    <ComparePane
      detail={detail} index={index} pane={pane} compared={compared} viewport={viewport} since={sinceWords(details, index)} shown={shown} active={index === state.active} onTop={stacked && index === 1}
      pixels={pixelsOf(state, index)} drawings={drawings} onOpened={opened} onWindow={(window) => onWindow(index, window)} onWindowDrag={onWindowDrag}
      onActivate={() => { if (!stacked) onActivate(); }} onLook={onLook}
    />
  );
}

function withWindow(windows: ReadonlyMap<number, PaneWindow>, pane: number, window: PaneWindow | null): ReadonlyMap<number, PaneWindow> {
  const next = new Map(windows);
  if (window === null) next.delete(pane);
  else next.set(pane, window);
  return next;
}

/** From the one before; and from the first, where that is another. */
function sinceWords(details: readonly MediaDetail[], index: number): readonly string[] {
  const at = details[index]?.view.createdAt ?? null;
  const from = (earlier: number, whose: string) => {
    const interval = index === 0 ? null : describeInterval(details[earlier]?.view.createdAt ?? null, at);
    return interval === null ? [] : [`${interval}${whose}`];
  };
  return index < 2 ? from(index - 1, '') : [...from(index - 1, ''), ...from(0, ' than the first')];
}

/** The later picture lies on the earlier one, cut off at the divider or half transparent; each alone at the ends. */
function pixelsOf({ arrangement, divider, blend }: CompareState, index: number): CSSProperties {
  if (index === 1 && arrangement === 'swipe') return { clipPath: `inset(0 0 0 ${String(divider * 100)}%)` };
  if (index === 0 && arrangement === 'swipe') return { clipPath: `inset(0 ${String((1 - divider) * 100)}% 0 0)` };
  return index === 1 && arrangement === 'blend' ? { opacity: blend } : {};
}

function gridOf(count: number): { readonly columns: number; readonly rows: number } {
  return count <= 2 ? { columns: Math.max(1, count), rows: 1 } : { columns: 2, rows: 2 };
}

/** The widest first, then fewer at once, and round. */
function nextSideBySide({ arrangement, panes }: CompareState): Arrangement {
  const ways: readonly Arrangement[] = arrangementsFor(panes.length).filter((way) => way !== 'swipe' && way !== 'blend').toReversed();
  return ways[(ways.indexOf(arrangement) + 1) % ways.length] ?? 'two';
}
