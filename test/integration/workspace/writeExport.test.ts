import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import type { WorkCopy } from '../../../electron/cache/workCopies.ts';
import { writeExport } from '../../../electron/workspace/writeExport.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

it.each([
  ['image/jpeg', 'content.jpg'], ['video/quicktime', 'content.mov'], ['application/dicom', 'content.dcm'], ['text/plain; charset=utf-8', 'content.txt'],
  // What a chart says of bytes must not make a program of them.
  ['application/hta', 'content'], ['image/exe', 'content'], ['text/html', 'content'], [undefined, 'content'],
])('bytes of the type %s are exported as %s', async (contentType, name) => {
  const [directory, target] = [await temporaryDirectory(), await temporaryDirectory()];
  const key = new Uint8Array(32).fill(7);
  const { sha256 } = unwrap(await unwrap(await openBlobStore({ directory, key })).write(Buffer.from('bytes')));
  const media: Media = { resourceType: 'Media', status: 'completed', content: { ...(contentType !== undefined && { contentType }) } };
  const work: WorkCopy = { mediaId: 'm1', media, contentSha256: sha256, operations: ['update'], recordedAt: 0 };
  await writeExport({ works: [work], damage: null, exportedAt: 0 }, { blobs: { directory, key }, target });
  expect(await readdir(join(target, 'm1'))).toStrictEqual([name, 'media.json']);
});
