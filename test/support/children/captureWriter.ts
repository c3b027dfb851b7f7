import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { familyName, mustOpen, noteText, testMedia, withTestPatient } from '../testCache.ts';

/**
 * Captures pictures as fast as it can, until it is killed: bytes, then fact and intent. What was acknowledged is told to the parent,
 * who compares it with what is there afterwards.
 */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('which directory?');
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46]);
const cache = await mustOpen(directory);
const blobs = unwrap(await openBlobStore({ directory: join(directory, 'blobs'), key: new Uint8Array(32).fill(3) }));
const patientId = await withTestPatient(cache);
for (;;) {
  const id = randomUUID();
  const content = unwrap(await blobs.write(Buffer.concat([jpeg, randomBytes(20_000)])));
  const saved = unwrap(
    await cache.recordCapture({
      id, patientId, media: testMedia({ note: [{ text: noteText, authorString: familyName }] }), at: Date.now(), content, thumbnailSha256: null,
    }),
  );
  process.send?.({ id, sha256: content.sha256 });
  // Every other one is drawn upon.
  if (id < '8') unwrap(await cache.recordUpdate({ mediaId: id, expectedRevision: saved.revision, media: testMedia({ note: [{ text: 'drawn' }] }), at: Date.now() }));
}
