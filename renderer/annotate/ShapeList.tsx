import { UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { Layer } from '../../shared/annotation/layer.ts';
import { nameShapes } from './describeShape.ts';
import classes from './LayersPanel.module.css';

export interface ShapeListProps {
  readonly layer: Layer;
  readonly chosenId: string | null;
  readonly onChoose: (shapeId: string) => void;
}

/** CSS pixels; as in the style sheet. */
const rowHeight = 28;

/** The shapes of one layer, to be selected without a pointer. Only what is in sight is in the page. */
export function ShapeList({ layer, chosenId, onChoose }: ShapeListProps) {
  // The virtualizer answers from its own state; memoised answers would be stale.
  'use no memo';
  const scroller = useRef<HTMLDivElement>(null);
  const names = useMemo(() => nameShapes(layer.shapes), [layer.shapes]);
  const virtual = useVirtualizer({ count: layer.shapes.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 6 });
  return (
    <div ref={scroller} className={classes['shapes']}>
      <ul aria-label={`Shapes of ${layer.name}`} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const shape = layer.shapes[index];
          if (shape === undefined) return null;
          const chosen = shape.id === chosenId;
          return (
            <li key={key} aria-setsize={layer.shapes.length} aria-posinset={index + 1} style={{ transform: `translateY(${String(start)}px)` }}>
              <UnstyledButton className={classes['shape']} aria-pressed={chosen} data-chosen={chosen} onClick={() => onChoose(shape.id)}>{names[index]}</UnstyledButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
