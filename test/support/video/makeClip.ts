import { BufferTarget, Mp4OutputFormat, Output, VideoSampleSource, VideoSample, WebMOutputFormat } from 'mediabunny';

export interface Clip {
  readonly codec: 'avc' | 'vp9' | 'vp8';
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Frames from one key frame to the next. */
  readonly keyEvery: number;
}

/** A clip with enough in it to be worth decoding: a drifting colour field under moving boxes. Encoded where it runs. */
export async function makeClip({ codec, width, height, frames, framesPerSecond, keyEvery }: Clip): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: codec === 'avc' ? new Mp4OutputFormat() : new WebMOutputFormat(), target });
  const source = new VideoSampleSource({ codec, bitrate: 4_000_000, keyFrameInterval: keyEvery / framesPerSecond });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  for (let frame = 0; frame < frames; frame += 1) {
    if (context !== null) {
      context.fillStyle = `hsl(${String(frame % 360)} 40% 45%)`;
      context.fillRect(0, 0, width, height);
      for (let box = 0; box < 60; box += 1) {
        context.fillStyle = `hsl(${String((box * 47) % 360)} 70% 55%)`;
        context.fillRect((box * 97 + frame * (1 + (box % 5))) % width, (box * 53 + frame * (1 + (box % 3))) % height, 48, 36);
      }
    }
    const sample = new VideoSample(canvas, { timestamp: frame / framesPerSecond, duration: 1 / framesPerSecond });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
