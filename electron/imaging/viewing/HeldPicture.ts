import type { Sharp } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import type { DecodedFrames, FrameRegion, SampleLayout } from '../../../shared/ipc/decodedFrames.ts';
import type { FrameSamples, ViewRequest } from '../messages.ts';
import type { OpenedPicture } from '../pictures/openedPicture.ts';
import { openPicture, type PicturePorts } from '../pictures/openPicture.ts';
import { sniff } from '../sniff.ts';

/** The one picture that the window looks at, kept open from frame to frame. */
export class HeldPicture {
  readonly #ports: PicturePorts;
  #held: { readonly key: string; readonly picture: OpenedPicture } | null = null;

  constructor(ports: PicturePorts) {
    this.#ports = ports;
  }

  /** Fails like openPicture, or with `data.not-decoded-here` for what is no picture. */
  async open(key: string, bytes: Uint8Array): Promise<Result<DecodedFrames>> {
    this.#held?.picture.close();
    this.#held = null;
    const medium = await sniff(bytes);
    if (!medium.ok) return medium;
    if (medium.value.family !== 'picture') return fail('data.not-decoded-here', { detail: medium.value.contentType });
    const opened = await openPicture(bytes, medium.value.contentType, this.#ports);
    if (!opened.ok) return opened;
    this.#held = { key, picture: opened.value };
    const { frames, width, height, bits, pixelAspect } = opened.value;
    return succeed({ frames, width, height, bits, pixelAspect, layout: layoutOf(opened.value) });
  }

  /** Fails with `local.not-found` when another picture is held, or none; else like a picture's frame. */
  async view({ key, frame, region }: ViewRequest): Promise<Result<FrameSamples>> {
    if (this.#held?.key !== key) return fail('local.not-found');
    const { picture } = this.#held;
    const opened = await picture.frame(frame);
    return opened.ok ? readSamples(opened.value, layoutOf(picture), frame, region) : opened;
  }
}

function layoutOf({ space }: OpenedPicture): SampleLayout {
  return space === 'grey16' ? 'grey16' : 'rgba8';
}

async function readSamples(picture: Sharp, layout: SampleLayout, frame: number, region: FrameRegion | null): Promise<Result<FrameSamples>> {
  try {
    const part = region === null ? picture : picture.extract(region).resize(region.outWidth, region.outHeight, { fit: 'fill', fastShrinkOnLoad: false });
    // Without the colour space a depth of 16 bits holds numbers of 8.
    const samples = layout === 'grey16' ? part.removeAlpha().toColourspace('grey16').raw({ depth: 'ushort' }) : part.toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' });
    const { data, info } = await samples.toBuffer({ resolveWithObject: true });
    if (data.length !== info.width * info.height * (layout === 'grey16' ? 2 : 4)) return fail('data.undecodable', { detail: `frame ${String(frame + 1)}` });
    return succeed({ layout, width: info.width, height: info.height, samples: data });
  } catch {
    return fail('data.undecodable', { detail: `frame ${String(frame + 1)}` });
  }
}
