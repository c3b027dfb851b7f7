import { succeed } from '../../../../shared/errors/result.ts';
import type { PictureReader } from '../large/pictureReader.ts';
import { decodeOnMainSide, type DecodedSamples } from './askMainSide.ts';

/** Parts of a picture that nobody keeps whole: the main side reads the file for each, in its killable process. @param url of its content. */
export function mainSideReader(url: string): PictureReader {
  return {
    part: async (index, region, signal) => {
      const decoded = await decodeOnMainSide(url, index, region, signal);
      if (!decoded.ok) return decoded;
      const { width, height } = decoded.value.shape;
      return succeed(await createImageBitmap(new ImageData(coloursOf(decoded.value), width, height)));
    },
    close: () => undefined,
  };
}

function coloursOf({ shape: { layout }, samples }: DecodedSamples): Uint8ClampedArray<ArrayBuffer> {
  if (layout === 'rgba8') return new Uint8ClampedArray(samples);
  // Grey of 16 bits that the browser opened would have been shown with 8.
  const grey = new Uint16Array(samples);
  const colours = new Uint8ClampedArray(grey.length * 4).fill(255);
  for (const [index, value] of grey.entries()) colours.fill(Math.round(value / 257), index * 4, index * 4 + 3);
  return colours;
}
