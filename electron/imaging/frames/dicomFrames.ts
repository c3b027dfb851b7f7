import sharp from 'sharp';
import { openDicom, type DicomPixels, type DicomSource } from '../../../shared/dicom/openDicom.ts';
import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { shownSamples } from '../dicom/dicomThumbnail.ts';
import type { FrameWindow } from '../messages.ts';
import { pngCompression, type OpenedFrames } from './openedFrames.ts';

/** DICOM's frames as PNG: stored values as they are, or grey as it is meant to be looked at. */
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
      return pixels.ok ? encode(window === 'stored' ? stored(pixels.value) : shown(pixels.value, source, frame, window), pixels.value) : pixels;
    },
  });
}

/** Signed values move up by half their cells' range. */
function signOffset(bits: number): number {
  return bits <= 8 ? 128 : 32_768;
}

/** @returns undefined for what PNG cannot hold: more than 16 bits, and fractions. */
function stored({ values }: DicomPixels): Uint8Array | Uint16Array | undefined {
  if (values instanceof Uint8Array || values instanceof Uint16Array) return values;
  if (values instanceof Int8Array) return Uint8Array.from(values, (value) => value + signOffset(8));
  if (values instanceof Int16Array) return Uint16Array.from(values, (value) => value + signOffset(16));
  return undefined;
}

function shown(pixels: DicomPixels, source: DicomSource, frame: number, window: Exclude<FrameWindow, 'stored'>): Uint8Array {
  return shownSamples(pixels, source, frame, window === 'auto' ? undefined : { kind: 'window', ...window, shape: 'linear', name: null });
}

async function encode(samples: Uint8Array | Uint16Array | undefined, { kind, width, height }: DicomPixels): Promise<Result<Uint8Array<ArrayBuffer>>> {
  if (!samples) return fail('data.invalid-input', { fields: [{ path: '--window', message: 'These values do not fit the 16 bits of a PNG: choose --window auto, or --window CENTRE,WIDTH.' }] });
  const wide = samples instanceof Uint16Array;
  const space = kind === 'grey' ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  const png = await sharp(samples, { raw: { width, height, channels: kind === 'grey' ? 1 : 3 } }).toColourspace(space).png(pngCompression).toBuffer();
  return succeed(Uint8Array.from(png));
}
