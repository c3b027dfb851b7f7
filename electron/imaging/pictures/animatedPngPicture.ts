import sharp from 'sharp';
import { succeed, type Result } from '../../../shared/errors/result.ts';
import { FrameComposer } from '../animatedPng/FrameComposer.ts';
import type { AnimatedPng } from '../animatedPng/readAnimatedPng.ts';
import { checkSize, largestHeldPixels, largestPixels } from './decoding.ts';
import type { OpenedPicture } from './openedPicture.ts';

/** Composing holds five copies of a frame. */
const mostComposedPixels = largestHeldPixels / 4;

/** An animated PNG, in which libvips sees only the still picture. Fails with `data.too-many-pixels`. */
export function animatedPngPicture(animation: AnimatedPng): Result<OpenedPicture> {
  const { width, height, frames } = animation;
  const size = checkSize(width, height, mostComposedPixels);
  if (!size.ok) return size;
  const composer = new FrameComposer(animation);
  return succeed({
    width, height,
    frames: frames.length,
    bits: 8, photometric: 'srgb',
    durationsMs: frames.map(({ duration }) => duration),
    compression: null, pixelAspect: 1, space: 'srgb',
    frame: async (index) => {
      const pixels = await composer.frame(index);
      return pixels.ok ? succeed(sharp(pixels.value, { raw: { width, height, channels: 4 } })) : pixels;
    },
    check: async () => {
      // As of every animation: with more pixels than the bound in all frames together, its first frame.
      const last = width * height * frames.length <= largestPixels ? frames.length - 1 : 0;
      const pixels = await composer.frame(last);
      return pixels.ok ? succeed(true) : pixels;
    },
    close: () => undefined,
  });
}
