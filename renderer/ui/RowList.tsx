import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import classes from './RowList.module.css';

export interface RowListHandle {
  /** Moves the focus to the first row that can have it. */
  readonly focusFirst: () => void;
}

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
  /** Under this name the list comes back where it was left. */
  readonly placeName?: string;
  readonly ref?: Ref<RowListHandle>;
}

/** A list that draws only what is in sight, walked with the arrow keys. */
export function RowList<Row>({ rows, label, rowKey, estimate, render, takesFocus, onLeaveTop, placeName, ref }: RowListProps<Row>) {
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
    overscan: 8,
    initialOffset: placeName === undefined ? 0 : (places.get(placeName) ?? 0),
    onChange: ({ scrollOffset }) => {
      if (placeName !== undefined && scrollOffset !== null) places.set(placeName, scrollOffset);
    },
  });

  const focusRow = (index: number) => {
    virtual.scrollToIndex(index, { align: 'auto' });
    // The row may have to be drawn first.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${String(index)}"] [data-row-target]`)?.focus());
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
      if (first !== undefined) focusRow(first);
    },
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const current = event.target instanceof Element ? event.target.closest('[data-index]')?.getAttribute('data-index') : undefined;
    if (current === undefined || current === null) return;
    const targets = {
      ArrowDown: () => nextFrom(Number(current) + 1, 1), ArrowUp: () => nextFrom(Number(current) - 1, -1),
      Home: () => nextFrom(0, 1), End: () => nextFrom(rows.length - 1, -1),
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    const target = targets[event.key as keyof typeof targets]();
    if (target !== undefined) focusRow(target);
    else if (event.key === 'ArrowUp') onLeaveTop?.();
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
