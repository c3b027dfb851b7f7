import { useCallback, useMemo, useState, type RefObject } from 'react';
import type { FramePixels } from '../frames/frameProtocol.ts';
import type { PixelReader } from '../closer/pixelValue.ts';
import { readGreyPixel } from '../closer/readGreyPixel.ts';
import { paintFrame } from '../picture/PictureCanvas.tsx';
import type { GreyLook } from './greyProtocol.ts';
import { asRecorded, useColourDisplay, type ColourDisplay } from './useColourDisplay.ts';
import { asProposed, useGreyWindow, type GreyWindow } from './useGreyWindow.ts';
import { useWindowKeys } from './useWindowKeys.ts';
import { windowFacts } from './windowFacts.ts';
import type { NamedPreset } from './windowPresets.ts';

export interface Look {
  /** Puts a frame on the canvas. @returns whether it was painted, where that takes time. */
  readonly paint: (pixels: FramePixels, frame: number) => Promise<boolean> | undefined;
  readonly grey: GreyWindow;
  readonly colour: ReturnType<typeof useColourDisplay>;
}

/** How somebody looked at the pixels of a medium. */
export interface PixelLook {
  readonly grey: GreyLook;
  readonly colour: ColourDisplay;
}

export const asTheFileIs: PixelLook = { grey: asProposed, colour: asRecorded };

/** How the pixels of one medium get on its canvas: colour as it is, grey through a window. @param start how they were looked at last. */
export function useLook(canvas: RefObject<HTMLCanvasElement | null>, start: PixelLook): Look {
  const paintImage = useCallback((image: ImageBitmap, frame: number) => paintOn(canvas, { kind: 'picture', image }, frame), [canvas]);
  const grey = useGreyWindow(start.grey, paintImage);
  const colour = useColourDisplay(start.colour);
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

/** The window as a tool: its keys, and whether a drag on the picture is its. */
export function useWindowTool(grey: GreyWindow, modality: string | null, onTaken: () => void): WindowTool {
  const [dragging, setDragging] = useState(false);
  const { shown, inverted } = grey;
  const facts = useMemo(() => windowFacts({ shown, inverted }, modality), [shown, inverted, modality]);
  const [frame, unit] = [shown?.frame ?? null, facts?.unit ?? null];
  const readPixel = useMemo(() => (frame === null ? undefined : readGreyPixel(frame, unit)), [frame, unit]);
  const take = () => {
    setDragging(!dragging);
    if (!dragging) onTaken();
  };
  const presets = facts?.presets ?? noPresets;
  useWindowKeys(shown === null ? null : grey, presets, take);
  return { words: facts?.words ?? null, readPixel, presets, dragging: dragging && shown !== null, take, drop: () => setDragging(false) };
}

const noPresets: readonly NamedPreset[] = [];
