import { fail, succeed, type Result } from '../errors/result.ts';
import { readHeifColour, type HeifColour } from './colourProfile.ts';
import type { DecodedHeif, HeifLibrary, HeifPointer } from './heifLibrary.ts';
import { itemProperties } from './itemProperties.ts';
import { sampleBits } from './sampleBits.ts';

export interface HeifSource {
  /** The pictures that are to be looked at, without their thumbnails, depths and masks. */
  readonly count: number;
  /** Pixels of the upright picture; of pictures that differ, the most of each. */
  readonly width: number;
  readonly height: number;
  /** Of a sample in the file; what is decoded has 8. */
  readonly bits: number;
  readonly colour: HeifColour;
  /** RGBA of 8 bits, upright, in the colour the file names. Fails with `data.undecodable`. */
  readonly frame: (index: number) => Promise<Result<HeifFrame>>;
  readonly close: () => void;
}

export interface HeifFrame {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * Opens a HEIC or HEIF file with libheif, the picture first that the file calls its primary one.
 * Fails with `data.undecodable` or `data.too-many-pixels`.
 */
export function openHeif(bytes: Uint8Array, library: HeifLibrary, mostPixels: number): Result<HeifSource> {
  const context = library.heif_context_alloc();
  const handles: HeifPointer[] = [];
  const close = (): void => {
    for (const handle of handles.splice(0)) library.heif_image_handle_release(handle);
    library.heif_context_free(context);
  };
  const refuse = (code: 'data.undecodable' | 'data.too-many-pixels', detail: string): Result<never> => {
    close();
    return fail(code, { detail });
  };
  try {
    if (library.heif_context_read_from_memory(context, bytes).code !== library.heif_error_code.heif_error_Ok) return refuse('data.undecodable', 'HEIF structure');
    const listed = library.heif_js_context_get_list_of_top_level_image_IDs(context);
    for (const id of 'code' in listed ? [] : listed) {
      const handle = library.heif_js_context_get_image_handle(context, id);
      if (handle === undefined || handle.code !== undefined) return refuse('data.undecodable', 'HEIF picture');
      if (library.heif_image_handle_is_primary_image(handle) === 0) handles.push(handle);
      else handles.unshift(handle);
    }
    const sizes = handles.map((handle) => [library.heif_image_handle_get_width(handle), library.heif_image_handle_get_height(handle)] as const);
    const [width, height] = [Math.max(0, ...sizes.map(([w]) => w)), Math.max(0, ...sizes.map(([, h]) => h))];
    if (handles.length === 0 || width < 1 || height < 1) return refuse('data.undecodable', 'HEIF without a picture');
    if (width * height > mostPixels) return refuse('data.too-many-pixels', `${String(width)} x ${String(height)}`);
    const properties = itemProperties(bytes);
    return succeed({
      count: handles.length, width, height,
      bits: sampleBits(properties),
      colour: readHeifColour(properties),
      frame: (index) => decode(library, handles[index], index),
      close,
    });
  } catch {
    // What libheif did not see coming; its memory is not to be trusted, so nothing is given back.
    return fail('data.undecodable', { detail: 'HEIF structure' });
  }
}

async function decode(library: HeifLibrary, handle: HeifPointer | undefined, index: number): Promise<Result<HeifFrame>> {
  const broken = fail('data.undecodable', { detail: `frame ${String(index + 1)}` });
  if (handle === undefined) return broken;
  try {
    const decoded = await library.heif_js_decode_image2(handle, library.heif_colorspace.heif_colorspace_RGB, library.heif_chroma.heif_chroma_interleaved_RGBA);
    if (!decoded || !('channels' in decoded)) return broken;
    const frame = packed(decoded);
    library.heif_image_release(decoded.image);
    return frame ? succeed(frame) : broken;
  } catch {
    return broken;
  }
}

/** Copied out of the library's memory, without what stands between its rows. */
function packed({ channels: [channel] }: DecodedHeif): HeifFrame | undefined {
  if (!channel || channel.stride < channel.width * 4 || channel.data.length < channel.stride * (channel.height - 1) + channel.width * 4) return undefined;
  const { width, height, stride, data } = channel;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) pixels.set(data.subarray(y * stride, y * stride + width * 4), y * width * 4);
  return { width, height, pixels };
}
