import sharp, { type Sharp } from 'sharp';
import { openDicom, type DicomPixels } from '../../../shared/dicom/openDicom.ts';
import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { shownPicture } from '../dicom/shownPicture.ts';
import type { FrameWindow } from '../messages.ts';
import { pngCompression, type OpenedFrames } from './openedFrames.ts';

/** DICOM's frames as PNG: stored values as they are, or as they are meant to be looked at. */
export async function dicomFrames(bytes: Uint8Array, window: FrameWindow, ports: DecodingPorts): Promise<Result<OpenedFrames>> {
  const opened = await openDicom(bytes, ports);
  if (!opened.ok) return opened;
  const source = opened.value;
  const { width, height, bits, photometric, count, declaredCount, cutOff, durations, spacing, syntax } = source;
  return succeed({
    close: () => undefined,
    description: {
      medium: 'application/dicom', width, height, bits, photometric, cutOff, spacing,
      frames: count,
      declaredFrames: declaredCount,
      durationsMs: durations === null ? null : [...durations],
      compression: syntax.name,
      storedOffset: window === 'stored' && source.signed && bits <= 16 ? signOffset(bits) : 0,
    },
    png: async (frame) => {
      const pixels = await source.frame(frame);
      if (!pixels.ok) return pixels;
      const picture = window === 'stored' ? stored(pixels.value) : shownPicture(pixels.value, source, frame, window === 'auto' ? undefined : { kind: 'window', ...window, shape: 'linear', name: null });
      if (picture === undefined) return fail('data.invalid-input', { fields: [{ path: '--window', message: tooWide }] });
      try {
        return succeed(Uint8Array.from(await picture.png(pngCompression).toBuffer()));
      } catch {
        return fail('data.undecodable', { detail: `frame ${String(frame + 1)}` });
      }
    },
  });
}

/** Signed values move up by half their cells' range. */
function signOffset(bits: number): number {
  return bits <= 8 ? 128 : 32_768;
}

const tooWide = 'These values do not fit the 16 bits of a PNG: choose --window auto, or --window CENTRE,WIDTH.';

/** Colour, too, has the numbers of the file: nothing is converted by its profile. @returns undefined for what PNG cannot hold: more than 16 bits, and fractions. */
function stored(pixels: DicomPixels): Sharp | undefined {
  const samples = storedSamples(pixels);
  if (samples === undefined) return undefined;
  const { kind, width, height } = pixels;
  const wide = samples instanceof Uint16Array;
  const space = kind === 'grey' ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  return sharp(samples, { raw: { width, height, channels: kind === 'grey' ? 1 : 3 } }).toColourspace(space);
}

function storedSamples({ values }: DicomPixels): Uint8Array | Uint16Array | undefined {
  if (values instanceof Uint8Array || values instanceof Uint16Array) return values;
  if (values instanceof Int8Array) return Uint8Array.from(values, (value) => value + signOffset(8));
  if (values instanceof Int16Array) return Uint16Array.from(values, (value) => value + signOffset(16));
  return undefined;
}
