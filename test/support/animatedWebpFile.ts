import sharp from 'sharp';

/** One step of an animated WebP: RGBA of a part of the picture, at even places. */
export interface AnimatedWebpStep {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly number[];
  /** Becomes nothing when its time is over. */
  readonly clears?: boolean;
  readonly blends?: boolean;
  /** Milliseconds. */
  readonly delay: number;
}

/** Lossless frames, encoded by libwebp, in a container of our own. https://developers.google.com/speed/webp/docs/riff_container */
export async function animatedWebpFile(width: number, height: number, steps: readonly AnimatedWebpStep[]): Promise<Uint8Array> {
  const frames = await Promise.all(steps.map(async (step) => {
    const still = await sharp(Uint8Array.from(step.pixels), { raw: { width: step.width, height: step.height, channels: 4 } }).webp({ lossless: true, exact: true }).toBuffer();
    const flags = (step.blends === true ? 0 : 2) | (step.clears === true ? 1 : 0);
    const head = Buffer.from([...three(step.left / 2), ...three(step.top / 2), ...three(step.width - 1), ...three(step.height - 1), ...three(step.delay), flags]);
    return chunk('ANMF', Buffer.concat([head, pixelsOf(still)]));
  }));
  const features = chunk('VP8X', Buffer.from([0x12, 0, 0, 0, ...three(width - 1), ...three(height - 1)]));
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), features, chunk('ANIM', Buffer.alloc(6)), ...frames]);
  return chunk('RIFF', body);
}

/** The chunk of losslessly compressed pixels, wherever it stands. */
function pixelsOf(still: Buffer): Buffer {
  const at = still.indexOf('VP8L', 12, 'latin1');
  return still.subarray(at, at + 8 + still.readUInt32LE(at + 4) + (still.readUInt32LE(at + 4) % 2));
}

function three(value: number): readonly number[] {
  return [value & 255, (value >> 8) & 255, value >> 16];
}

function chunk(name: string, body: Uint8Array): Buffer {
  const head = Buffer.from(`${name}0000`, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
