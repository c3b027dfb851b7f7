import { describe, expect, it } from 'vitest';
import type { DecodedFrame, FrameSource } from '../../../../../renderer/viewer/frames/frameSource.ts';
import { openPages } from '../../../../../renderer/viewer/frames/pages/openPages.ts';
import { fail, succeed, unwrap, type Result } from '../../../../../shared/errors/result.ts';

const { signal } = new AbortController();
const voi = { modality: { kind: 'rescale', slope: 1, intercept: 0 }, unit: null, presets: [], inverse: false } as const;

/** Grey pages whose every value is the page's number times ten and the frame's. */
function scene(pages: readonly { readonly width: number; readonly height: number; readonly count: number; readonly refused?: true }[]) {
  const open = new Set<number>();
  let [opened, mostOpen] = [0, 0];
  const source = (page: number): Result<FrameSource> => {
    const { width = 0, height = 0, count = 0, refused } = pages[page] ?? {};
    if (refused) return fail('local.blob-missing');
    open.add(opened += 1);
    mostOpen = Math.max(mostOpen, open.size);
    const own = opened;
    const frame = (index: number): Promise<Result<DecodedFrame>> => {
      const values = new Uint16Array(width * height).fill(page * 10 + index);
      return Promise.resolve(index === 7 ? fail('data.truncated') : succeed({ kind: 'grey', width, height, values, voi, bytes: values.byteLength, close: () => undefined }));
    };
    return succeed({ count, width, height, bits: 12 + page, spacing: { kind: 'uncalibrated' }, pixelAspect: 2, frameBytes: 4, durations: [], frame, close: () => open.delete(own) });
  };
  return { pages: { count: pages.length, open: (page: number) => Promise.resolve(source(page)) }, open, opened: () => opened, mostOpen: () => mostOpen };
}

async function valuesOf(source: FrameSource, index: number): Promise<readonly number[] | string> {
  const frame = await source.frame(index, signal);
  if (!frame.ok) return frame.error.code;
  return frame.value.kind === 'grey' ? [...frame.value.values] : 'a picture';
}

describe('pages as one source', () => {
  it('are as large as the largest, one after the other, each at the top left', async () => {
    const source = unwrap(await openPages(scene([{ width: 2, height: 1, count: 1 }, { width: 1, height: 2, count: 2 }]).pages));
    expect(source).toMatchObject({ count: 3, width: 2, height: 2, bits: 13, pixelAspect: 2, durations: null, frameBytes: 16 });
    expect([await valuesOf(source, 2), await valuesOf(source, 0), await valuesOf(source, 1), await valuesOf(source, 3)]).toEqual([[11, 0, 11, 0], [0, 0, 0, 0], [10, 0, 10, 0], 'data.undecodable']);
  });

  it('are open one at a time, and none in the end', async () => {
    const { pages, open, opened, mostOpen } = scene([{ width: 1, height: 1, count: 2 }, { width: 1, height: 1, count: 2 }]);
    const source = unwrap(await openPages(pages));
    for (const index of [0, 1, 2, 3, 0]) await valuesOf(source, index);
    // Each once to be measured, then only where another page is looked at.
    expect([opened(), mostOpen(), open.size]).toEqual([5, 1, 1]);
    source.close();
    expect(open.size).toBe(0);
  });

  it('that are not here or damaged are frames that say so; the others are shown', async () => {
    const source = unwrap(await openPages(scene([{ width: 1, height: 1, count: 1, refused: true }, { width: 1, height: 1, count: 8 }]).pages));
    expect(source.count).toBe(9);
    expect([await valuesOf(source, 0), await valuesOf(source, 1), await valuesOf(source, 8)]).toEqual(['local.blob-missing', [10], 'data.truncated']);
  });

  it('of which none can be opened are no source', async () => {
    expect(await openPages(scene([{ width: 1, height: 1, count: 1, refused: true }, { width: 1, height: 1, count: 1, refused: true }]).pages)).toEqual(fail('local.blob-missing'));
  });
});
