import { useCallback, useMemo, useState, type RefObject } from 'react';
import { useKeyTable } from '../../ui/index.ts';
import type { FramePixels } from '../frames/frameProtocol.ts';
import type { PixelReader } from '../closer/pixelValue.ts';
import { readGreyPixel } from '../closer/readGreyPixel.ts';
import { windowKeys } from '../keys.ts';
import { paintFrame } from '../picture/PictureCanvas.tsx';
import { describeWindow } from './describeWindow.ts';
import { useColourDisplay } from './useColourDisplay.ts';
import { useGreyWindow, type GreyWindow } from './useGreyWindow.ts';
import { presetKeys, windowPresets, type NamedPreset } from './windowPresets.ts';

export interface Look {
  /** Puts a frame on the canvas. @returns whether it was painted, where that takes time. */
  readonly paint: (pixels: FramePixels, frame: number) => Promise<boolean> | undefined;
  readonly grey: GreyWindow;
  readonly colour: ReturnType<typeof useColourDisplay>;
}

/** How the pixels of one medium get on its canvas: colour as it is, grey through a window. */
export function useLook(canvas: RefObject<HTMLCanvasElement | null>): Look {
  const paintImage = useCallback((image: ImageBitmap, frame: number) => paintOn(canvas, { kind: 'picture', image }, frame), [canvas]);
  const grey = useGreyWindow(paintImage);
  const colour = useColourDisplay();
  const { show } = grey;
  const paint = useCallback((pixels: FramePixels, frame: number): Promise<boolean> | undefined => {
    if (pixels.kind === 'grey') return show(pixels, frame);
    paintOn(canvas, pixels, frame);
    return undefined;
  }, [show, canvas]);
  return { paint, grey, colour };
}

function paintOn(canvas: RefObject<HTMLCanvasElement | null>, pixels: FramePixels, frame: number): void {
  if (canvas.current !== null) paintFrame(canvas.current, pixels, frame);
}

/** Per press of a key: a step that is seen, a twentieth of the window (dragWindow takes 400 for all of it). */
const keyStep = 20;

export interface WindowTool {
  /** Null: the picture is not grey, and there is no window. */
  readonly words: string | null;
  readonly presets: readonly NamedPreset[];
  /** The values as recorded; undefined: the canvas has all there is. */
  readonly readPixel: PixelReader | undefined;
  /** Dragging on the picture changes its window. */
  readonly dragging: boolean;
  readonly take: () => void;
  readonly drop: () => void;
}

/** The window as a tool: its keys, and whether a drag on the picture is its. @param modality of the file: some windows mean something for one only. */
export function useWindowTool(grey: GreyWindow, modality: string | null, onTaken: () => void): WindowTool {
  const [dragging, setDragging] = useState(false);
  const { shown } = grey;
  const frame = shown?.frame ?? null;
  const voi = frame?.voi ?? null;
  const presets = useMemo(() => (voi === null ? [] : windowPresets(voi, modality)), [voi, modality]);
  const readPixel = useMemo(() => (frame === null ? undefined : readGreyPixel(frame, unitOf(frame.voi.unit, modality))), [frame, modality]);
  const take = () => {
    setDragging(!dragging);
    if (!dragging) onTaken();
  };
  useKeyTable(windowKeys, shown === null ? {} : {
    tool: take, invert: grey.invert, reset: grey.reset,
    narrower: () => grey.drag(-keyStep, 0), wider: () => grey.drag(keyStep, 0), lower: () => grey.drag(0, -keyStep), higher: () => grey.drag(0, keyStep),
    ...Object.fromEntries(presets.map(({ preset }, index) => [presetKeys[index] ?? '', () => grey.choose(preset)])),
  });
  return {
    words: shown === null ? null : describeWindow(shown.preset, unitOf(shown.frame.voi.unit, modality), grey.inverted),
    readPixel, presets, dragging: dragging && shown !== null, take, drop: () => setDragging(false),
  };
}

/** "US" is what the standard calls unspecified; computed tomography that says nothing is in Hounsfield units. DICOM PS3.3, C.11.1.1.2. */
function unitOf(unit: string | null, modality: string | null): string | null {
  if (unit === 'US') return null;
  return unit ?? (modality === 'CT' ? 'HU' : null);
}
