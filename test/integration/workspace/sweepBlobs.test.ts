import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { dataDirectoryAt } from '../../../electron/workspace/dataDirectory.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { testMedia, withTestPatient } from '../../support/testCache.ts';
import { openTestWorkspace } from '../../support/testWorkspace.ts';

const fail = (error: unknown) => {
  throw error;
};

/** Two named blobs, and one as a kill leaves it between the bytes and their row. */
async function leftByAKill() {
  const directory = await temporaryDirectory();
  const { workspace, close } = await openTestWorkspace(directory, fail);
  const { blobs, cache } = workspace;
  const [content, thumbnail, stray] = [unwrap(await blobs.write(randomBytes(100))), unwrap(await blobs.write(randomBytes(50))), unwrap(await blobs.write(randomBytes(70)))];
  const patientId = await withTestPatient(cache);
  unwrap(await cache.recordCapture({ id: randomUUID(), patientId, media: testMedia(), at: 1000, content, thumbnailSha256: thumbnail.sha256 }));
  await close();
  return { directory, named: [content.sha256, thumbnail.sha256], stray: stray.sha256 };
}

async function blobsAfterOpening(directory: string): Promise<readonly string[]> {
  const { workspace, close } = await openTestWorkspace(directory, fail);
  const listed: string[] = [];
  for await (const sha256 of workspace.blobs.list()) {
    listed.push(sha256);
    expect((await collectBytes(workspace.blobs.read(sha256))).byteLength).toBeGreaterThan(0);
  }
  await close();
  return listed;
}

it('removes at the start what a kill left between the bytes and their row, and nothing else', async () => {
  const { directory, named } = await leftByAKill();
  expect((await blobsAfterOpening(directory)).toSorted()).toStrictEqual(named.toSorted());
});

it('removes nothing while it is not proven that all rows are there', async () => {
  const { directory, named, stray } = await leftByAKill();
  await rm(dataDirectoryAt(directory).highWaterMark);
  expect((await blobsAfterOpening(directory)).toSorted()).toStrictEqual([...named, stray].toSorted());
});
