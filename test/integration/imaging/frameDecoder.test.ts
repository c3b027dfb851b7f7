import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFrameDecoder, type FrameDecoder, type ViewedFile } from '../../../electron/imaging/viewing/frameDecoder.ts';
import type { Child } from '../../../electron/process/child.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { succeed, unwrap } from '../../../shared/errors/result.ts';
import { noisePattern } from '../../support/stillPatterns.ts';
import { tiffFile, type TiffPageParts } from '../../support/tiffFile.ts';

/** Pages for the window, decoded in the process that can be killed. */

const size = { width: 30, height: 20 };
const page = (frame: number, more: Partial<TiffPageParts> = {}): TiffPageParts => ({ ...size, bits: 16, samples: 1, values: noisePattern({ ...size, channels: 1 }, 16, frame), compression: 'deflate', ...more });
const never = new AbortController().signal;

describe('the frame decoder', () => {
  const started: Child[] = [];
  const reads: string[] = [];
  let decoder: FrameDecoder;
  const file = (key: string, bytes: Uint8Array): ViewedFile => ({ key, read: async () => { reads.push(key); return succeed(bytes); } });
  const scan = file('scan', tiffFile([page(0), page(1), page(2, { width: 20, height: 10, values: noisePattern({ width: 20, height: 10, channels: 1 }, 16, 2) })]));
  const turned = file('turned', tiffFile([page(0, { more: [[274, 6]] })]));
  beforeAll(() => {
    decoder = createFrameDecoder({
      // Not what is tried here, and a busy machine takes its time to start a process.
      deadlineMilliseconds: 110_000,
      entry: projectPath('electron/imaging/process.ts'),
      spawnChild: (module) => {
        const child = spawnNodeChild(module);
        started.push(child);
        return child;
      },
    });
  });
  afterAll(() => decoder.close());
  const values = async (viewed: ViewedFile, frame: number, region: Parameters<FrameDecoder['decode']>[2] = null) => {
    const { samples, ...shape } = unwrap(await decoder.decode(viewed, frame, region, never));
    return { ...shape, values: [...new Uint16Array(Uint8Array.from(samples).buffer)] };
  };

  it('says what the pages are, and gives each exactly, in its own size', async () => {
    expect(unwrap(await decoder.describe(scan))).toEqual({ frames: 3, width: 30, height: 20, bits: 16, pixelAspect: 1, layout: 'grey16' });
    expect(await values(scan, 1)).toEqual({ layout: 'grey16', ...size, values: noisePattern({ ...size, channels: 1 }, 16, 1) });
    expect(await values(scan, 2)).toEqual({ layout: 'grey16', width: 20, height: 10, values: noisePattern({ width: 20, height: 10, channels: 1 }, 16, 2) });
  });

  it('gives a part of a page, also of one that lies', async () => {
    const upright = (x: number, y: number) => noisePattern({ ...size, channels: 1 }, 16)[(size.height - 1 - x) * size.width + y];
    const part = await values(turned, 0, { left: 3, top: 5, width: 4, height: 2, outWidth: 4, outHeight: 2 });
    expect(part.values).toEqual([5, 6].flatMap((y) => [3, 4, 5, 6].map((x) => upright(x, y))));
  });

  it('reads a file once while it is looked at, and again after another', async () => {
    reads.length = 0;
    await values(scan, 0);
    await values(scan, 0);
    await values(turned, 0);
    expect(reads).toEqual(['scan', 'turned']);
  });

  it('goes on with another process when one has ended', async () => {
    started.at(-1)?.kill();
    expect((await values(scan, 1, { left: 0, top: 0, width: 30, height: 1, outWidth: 30, outHeight: 1 })).values).toEqual(noisePattern({ ...size, channels: 1 }, 16, 1).slice(0, 30));
  });

  it('does not decode what nobody waits for any more', async () => {
    expect(await decoder.decode(scan, 1, { left: 1, top: 1, width: 2, height: 2, outWidth: 2, outHeight: 2 }, AbortSignal.abort())).toEqual({ ok: false, error: { code: 'local.cancelled' } });
  });

  it('names what it cannot decode, and a page that is not there', async () => {
    expect(await decoder.describe(file('lzma', tiffFile([page(0, { compression: 'lzma' })])))).toEqual({ ok: false, error: { code: 'data.unsupported-compression', detail: 'TIFF, LZMA' } });
    expect(await decoder.decode(scan, 3, null, never)).toEqual({ ok: false, error: { code: 'data.undecodable', detail: 'page 4' } });
  });
});
