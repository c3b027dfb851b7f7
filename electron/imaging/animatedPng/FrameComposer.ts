import sharp from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { decoding } from '../pictures/decoding.ts';
import type { AnimatedPng, PngFrame } from './readAnimatedPng.ts';

/** Puts the frames of an animated PNG together, each upon what the ones before left. https://www.w3.org/TR/png-3/#fcTL-chunk */
export class FrameComposer {
  readonly #picture: AnimatedPng;
  /** RGBA, opacity not multiplied in; what the next frame is drawn upon. */
  #ground: Uint8Array;
  #next = 0;

  constructor(picture: AnimatedPng) {
    this.#picture = picture;
    this.#ground = new Uint8Array(picture.width * picture.height * 4);
  }

  /** RGBA of the whole picture at frame `index`. Going back begins anew. Fails with `data.undecodable`. */
  async frame(index: number): Promise<Result<Uint8Array>> {
    if (index < this.#next) {
      this.#ground.fill(0);
      this.#next = 0;
    }
    for (;;) {
      const frame = this.#picture.frames[this.#next];
      if (!frame) return fail('data.undecodable', { detail: `frame ${String(index + 1)}` });
      const pixels = await decode(frame);
      // Whatever comes later would be drawn upon a guess.
      if (!pixels) return fail('data.undecodable', { detail: `frame ${String(this.#next + 1)}` });
      const before = frame.disposal === 'restore' ? Uint8Array.from(this.#ground) : null;
      this.#draw(frame, pixels);
      const shown = this.#next === index ? Uint8Array.from(this.#ground) : null;
      // Before the first frame there is nothing to restore.
      if (before !== null && this.#next > 0) this.#ground = before;
      else if (frame.disposal !== 'keep') this.#clear(frame);
      this.#next += 1;
      if (shown) return succeed(shown);
    }
  }

  #draw({ left, top, width, height, blends }: PngFrame, pixels: Uint8Array): void {
    for (let y = 0; y < height; y += 1) {
      const to = ((top + y) * this.#picture.width + left) * 4;
      const row = pixels.subarray(y * width * 4, (y + 1) * width * 4);
      if (blends) blendRow(this.#ground.subarray(to, to + width * 4), row);
      else this.#ground.set(row, to);
    }
  }

  #clear({ left, top, width, height }: PngFrame): void {
    for (let y = 0; y < height; y += 1) {
      const from = ((top + y) * this.#picture.width + left) * 4;
      this.#ground.fill(0, from, from + width * 4);
    }
  }
}

/** "Over", for colours that opacity is not multiplied into. https://www.w3.org/TR/png-3/#13Alpha-channel-processing */
function blendRow(below: Uint8Array, above: Uint8Array): void {
  for (let at = 0; at < below.length; at += 4) {
    const opacity = above[at + 3] ?? 0;
    if (opacity === 0) continue;
    const beneath = ((below[at + 3] ?? 0) * (255 - opacity)) / 255;
    const together = opacity + beneath;
    for (let channel = at; channel < at + 3; channel += 1) {
      below[channel] = Math.round(((above[channel] ?? 0) * opacity + (below[channel] ?? 0) * beneath) / together);
    }
    below[at + 3] = Math.round(together);
  }
}

async function decode({ file, width, height }: PngFrame): Promise<Uint8Array | undefined> {
  try {
    const pixels = await sharp(file(), decoding).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();
    return pixels.length === width * height * 4 ? pixels : undefined;
  } catch {
    return undefined;
  }
}
