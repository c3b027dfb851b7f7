import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openImaging } from '../../../electron/imaging/imaging.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { Thumbnailer } from '../../../electron/workspace/thumbnailer.ts';
import { MemoryBlobs } from '../../support/memoryBlobs.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { mustOpen } from '../../support/testCache.ts';

it('rests when the store fails, instead of taking the process down with it', async () => {
  const cache = await mustOpen(await temporaryDirectory());
  const imaging = openImaging({ spawnChild: spawnNodeChild, entry: fileURLToPath(new URL('../../../electron/imaging/process.ts', import.meta.url)) });
  const defects: unknown[] = [];
  const thumbnailer = new Thumbnailer({ cache, blobs: new MemoryBlobs(), imaging, onMade: () => undefined, onDefect: (error) => defects.push(error) });
  await thumbnailer.finish();
  await cache.close();
  // A closed store answers every call with a FailureError, as a full disk does.
  await expect(cache.mediaWithoutThumbnail(1)).rejects.toMatchObject({ failure: { code: 'local.locked' } });
  await thumbnailer.finish();
  await thumbnailer.stop();
  await imaging.close();
  expect(defects).toEqual([]);
});
