import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useImperativeHandle, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import classes from './RowList.module.css';

export interface RowListHandle {
  /** Moves the focus to the first row that can have it. */
  readonly focusFirst: () => void;
}

/** Rows that are drawn before they come into sight. */
const overscan = 8;

/** Where each remembered list stood, in CSS pixels from its top. */
const places = new Map<string, number>();

export interface RowListProps<Row> {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly rowKey: (row: Row) => string;
  /** Height in CSS pixels before the row was measured. */
  readonly estimate: (row: Row) => number;
  /** The element inside that takes the focus carries `data-row-target`. */
  readonly render: (row: Row) => ReactNode;
  /** Whether arrows stop at the row (headings: no). */
  readonly takesFocus: (row: Row) => boolean;
  readonly onLeaveTop?: () => void;
  /** The last rows are in sight, or about to be. */
  readonly onNearEnd?: () => void;
  /** Under this name the list comes back where it was left. */
  readonly placeName?: string;
  readonly ref?: Ref<RowListHandle>;
}

/** A list that draws only what is in sight, walked with the arrow keys. */
export function RowList<Row>({ rows, label, rowKey, estimate, render, takesFocus, onLeaveTop, onNearEnd, placeName, ref }: RowListProps<Row>) {
  // The virtualizer answers from its own state; memoised answers would be stale.
  'use no memo';
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 0 : estimate(row);
    },
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan,
    initialOffset: placeName === undefined ? 0 : (places.get(placeName) ?? 0),
    onChange: ({ scrollOffset }) => {
      if (placeName !== undefined && scrollOffset !== null) places.set(placeName, scrollOffset);
    },
  });

  const lastDrawn = virtual.getVirtualItems().at(-1)?.index;
  const nearEnd = useEffectEvent(() => onNearEnd?.());
  useEffect(() => {
    if (lastDrawn !== undefined && lastDrawn >= rows.length - overscan) nearEnd();
  }, [lastDrawn, rows.length]);

  const targetsIn = (index: number) => [...(scroller.current?.querySelectorAll<HTMLElement>(`[data-index="${String(index)}"] [data-row-target]`) ?? [])];
  const focusRow = (index: number, column: number) => {
    virtual.scrollToIndex(index, { align: 'auto' });
    // The row may have to be drawn first.
    requestAnimationFrame(() => {
      const targets = targetsIn(index);
      targets.at(Math.min(column, targets.length - 1))?.focus();
    });
  };
  const nextFrom = (start: number, step: 1 | -1) => {
    for (let index = start; index >= 0 && index < rows.length; index += step) {
      const row = rows[index];
      if (row !== undefined && takesFocus(row)) return index;
    }
    return undefined;
  };
  useImperativeHandle(ref, () => ({
    focusFirst: () => {
      const first = nextFrom(0, 1);
      if (first !== undefined) focusRow(first, 0);
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!(event.target instanceof HTMLElement)) return;
    const current = Number(event.target.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN);
    const column = targetsIn(current).indexOf(event.target);
    if (column < 0) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(nextFrom(current + 1, 1)), ArrowUp: () => goTo(nextFrom(current - 1, -1), onLeaveTop),
      Home: () => goTo(nextFrom(0, 1)), End: () => goTo(nextFrom(rows.length - 1, -1)),
      ArrowLeft: () => targetsIn(current)[column - 1]?.focus(), ArrowRight: () => targetsIn(current)[column + 1]?.focus(),
    };
    const goTo = (index: number | undefined, otherwise?: () => void) => {
      if (index === undefined) otherwise?.();
      else focusRow(index, column);
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  return (
    <div ref={scroller} className={classes['scroller']} role="presentation" onKeyDown={onKeyDown}>
      <ul className={classes['rows']} aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li key={item.key} ref={virtual.measureElement} data-index={item.index} className={classes['row']} style={{ transform: `translateY(${String(item.start)}px)` }}>
              {render(row)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
