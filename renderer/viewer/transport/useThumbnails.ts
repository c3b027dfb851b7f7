import { useCallback, useEffect, useRef, useState } from 'react';
import type { FramePixels } from '../frames/frameProtocol.ts';
import { useFrames } from '../frames/useFrames.ts';
import { frameSize, greyPicture } from '../picture/framePicture.ts';

/** CSS pixels of a thumbnail's longer side. */
export const thumbnailSide = 80;
/** Some 20 MB of pixels. */
const mostKept = 600;

export type Thumbnails = ReadonlyMap<number, OffscreenCanvas>;

/**
 * Small pictures of frames, one after the other, by a decoder of their own: whoever looks at the large picture never waits for them.
 * @param wanted frames counted from 0, the most wanted first. @param pixelAspect height of a pixel over its width.
 */
export function useThumbnails(mediaId: string, wanted: readonly number[], pixelAspect: number): Thumbnails {
  const kept = useRef(new Map<number, OffscreenCanvas>());
  const [thumbnails, setThumbnails] = useState<Thumbnails>(new Map());
  const paint = useCallback((pixels: FramePixels, frame: number): undefined => {
    const { width, height: rows } = frameSize(pixels);
    const height = rows * pixelAspect;
    const scale = (thumbnailSide * window.devicePixelRatio) / Math.max(width, height);
    const small = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    const pen = small.getContext('2d');
    if (pen === null) return;
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(drawable(pixels), 0, 0, small.width, small.height);
    kept.current.set(frame, small);
    for (const oldest of kept.current.keys()) {
      if (kept.current.size <= mostKept) break;
      kept.current.delete(oldest);
    }
    setThumbnails(new Map(kept.current));
  }, [pixelAspect]);
  const { frames, show } = useFrames(mediaId, 'thumbnails', paint);
  const open = frames.phase === 'open';
  const [damaged, setDamaged] = useState<ReadonlySet<number>>(new Set());
  const failed = open ? (frames.damaged?.frame ?? null) : null;
  if (failed !== null && !damaged.has(failed)) setDamaged(new Set([...damaged, failed]));
  const next = wanted.find((frame) => !thumbnails.has(frame) && !damaged.has(frame));
  useEffect(() => {
    if (open && next !== undefined) show(next, 1);
  }, [open, next, show]);
  return thumbnails;
}

/** Grey has to lie on a canvas before it can be made smaller. */
function drawable(pixels: FramePixels): ImageBitmap | VideoFrame | OffscreenCanvas {
  if (pixels.kind === 'picture') return pixels.image;
  const large = new OffscreenCanvas(pixels.width, pixels.height);
  large.getContext('2d')?.putImageData(greyPicture(pixels), 0, 0);
  return large;
}
