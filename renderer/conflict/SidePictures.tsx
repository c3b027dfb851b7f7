import { ActionIcon, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readLayers } from '../../shared/annotation/noteCodec.ts';
import type { Layer } from '../../shared/annotation/layer.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { ConflictView } from '../../shared/ipc/conflictViews.ts';
import { useKeyTable } from '../ui/index.ts';
import { paintFrame, useFrames, usePictureSize, useView, type FramePixels } from '../viewer/index.ts';
import classes from './Conflict.module.css';
import { pictureKeys } from './conflictKeys.ts';
import type { Marks } from './drawMarkedLayers.ts';
import { SidePicture } from './SidePicture.tsx';

export interface SidePicturesProps {
  readonly conflict: ConflictView;
  /** What the choices so far make of it; null: no merged picture comes of this. */
  readonly result: Media | null;
  readonly marks: Marks;
  /** The number of what the focus is on. */
  readonly focused: number | null;
}

const noMarks: Marks = new Map();
const nothingChanged: ReadonlySet<string> = new Set();

/** Before (or what comes out), mine and theirs beside each other: one picture decoded once, moved together. */
export function SidePictures({ conflict, result, marks, focused }: SidePicturesProps) {
  const { view: media, base, mine, theirs, operation } = conflict;
  const canvases = useRef(new Map<string, HTMLCanvasElement>());
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>();
  const viewport = useMemo(() => ({ width: Math.max(1, width), height: Math.max(1, height) }), [width, height]);
  const [first, setFirst] = useState<'before' | 'result'>('before');

  const paint = useCallback((pixels: FramePixels, frame: number) => {
    for (const canvas of canvases.current.values()) paintFrame(canvas, pixels, frame);
    return undefined;
  }, []);
  const hold = (side: string) => (canvas: HTMLCanvasElement | null) => {
    if (canvas === null) canvases.current.delete(side);
    else canvases.current.set(side, canvas);
  };
  const { frames, show } = useFrames(media.id, String(media.available), paint);
  const open = frames.phase === 'open' ? frames : null;
  const imageSize = usePictureSize(open);
  const view = useView(imageSize, viewport);
  const frame = open?.shown ?? 0;
  const lastFrame = (open?.frameCount ?? 1) - 1;
  const go = (direction: -1 | 1) => {
    const next = frame + direction;
    if (next >= 0 && next <= lastFrame) show(next, direction);
  };
  useKeyTable(pictureKeys, {
    zoomIn: view.zoomIn, zoomOut: view.zoomOut, fit: view.fit, previous: () => go(-1), next: () => go(1),
    result: () => setFirst((now) => (now === 'before' && result !== null ? 'result' : 'before')),
  });

  const place = focused === null ? undefined : conflict.conflicts[focused - 1]?.place;
  const focusedLayer = place !== undefined && 'layerId' in place ? place.layerId : null;
  useEffect(() => {
    // What is being decided must be on the picture.
    const drawnOn = [mine, theirs, base].flatMap((media) => (media === null ? [] : readLayers(media))).find(({ id }) => id === focusedLayer)?.frame;
    if (drawnOn !== undefined && drawnOn !== null && drawnOn <= lastFrame) show(drawnOn, 1);
  }, [focusedLayer, mine, theirs, base, lastFrame, show]);

  const layers = useMemo(() => ({
    base: base && readLayers(base), mine: operation === 'delete' ? null : readLayers(mine), theirs: theirs && readLayers(theirs), result: result && readLayers(result),
  }), [base, mine, theirs, result, operation]);
  const changed = useMemo(() => ({ mine: shapesChanged(layers.base, layers.mine), theirs: shapesChanged(layers.base, layers.theirs) }), [layers]);
  const noPicture = open === null ? describeNoPicture(media, frames.phase === 'loading') : null;
  const shared = { frame, view: view.transform, viewport, focused, shown: open?.shown !== null && open !== null };
  const insteadOf = (side: readonly unknown[] | null, words: string) => {
    const text = side === null ? words : noPicture;
    return text === null ? null : <Text size="sm" c="dimmed" ta="center">{text}</Text>;
  };
  const showsResult = first === 'result' && result !== null;
  return (
    <div className={classes['sides']} data-testid="conflict-sides">
      <SidePicture
        {...shared} canvas={hold('first')} measured={measured} layers={showsResult ? layers.result : layers.base} marks={showsResult ? noMarks : marks} changed={nothingChanged}
        label={showsResult ? 'What comes out' : 'Before'} instead={insteadOf(showsResult ? layers.result : layers.base, 'Nothing is known of before.')}
        heading={(
          <>
            {result === null ? <h3>Before</h3> : (
              <SegmentedControl
                size="xs" aria-label="First picture" value={first} onChange={(value) => setFirst(value === 'result' ? 'result' : 'before')}
                data={[{ value: 'before', label: 'Before' }, { value: 'result', label: 'What comes out' }]}
              />
            )}
            {lastFrame === 0 ? null : (
              <span className={classes['frames']}>
                <Tooltip label="Previous frame (←)"><ActionIcon variant="subtle" color="gray" size={28} aria-label="Previous frame" disabled={frame === 0} onClick={() => go(-1)}><IconChevronLeft size={18} aria-hidden /></ActionIcon></Tooltip>
                <Text size="xs">Frame {frame + 1} / {lastFrame + 1}</Text>
                <Tooltip label="Next frame (→)"><ActionIcon variant="subtle" color="gray" size={28} aria-label="Next frame" disabled={frame === lastFrame} onClick={() => go(1)}><IconChevronRight size={18} aria-hidden /></ActionIcon></Tooltip>
              </span>
            )}
          </>
        )}
      />
      <SidePicture {...shared} canvas={hold('mine')} measured={undefined} layers={layers.mine} marks={marks} changed={changed.mine} label="Mine, on this computer" heading={<h3>Mine, on this computer</h3>} instead={insteadOf(layers.mine, 'You deleted it.')} />
      <SidePicture {...shared} canvas={hold('theirs')} measured={undefined} layers={layers.theirs} marks={marks} changed={changed.theirs} label="Theirs, in the chart" heading={<h3>Theirs, in the chart</h3>} instead={insteadOf(layers.theirs, 'Deleted in the chart.')} />
    </div>
  );
}

function describeNoPicture({ kind, available }: ConflictView['view'], isOpening: boolean): string {
  const below = 'What was changed stands below.';
  if (kind === 'audio' || kind === 'other') return `No picture to draw on. ${below}`;
  if (isOpening) return 'Opening the picture…';
  return available ? `The picture cannot be shown. ${below}` : `The picture itself is not on this computer. ${below}`;
}

/** New, or other than before. */
function shapesChanged(before: readonly Layer[] | null, now: readonly Layer[] | null): ReadonlySet<string> {
  const known = new Map((before ?? []).flatMap(({ shapes }) => shapes.map((shape) => [shape.id, JSON.stringify(shape)])));
  return new Set((now ?? []).flatMap(({ shapes }) => shapes.filter((shape) => known.get(shape.id) !== JSON.stringify(shape)).map(({ id }) => id)));
}
