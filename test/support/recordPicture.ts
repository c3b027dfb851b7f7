import { createHash, randomUUID } from 'node:crypto';
import type { Cache } from '../../electron/cache/cache.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';

/** A new picture, as a capture records it. @param of.patientServerId undefined: any patient. @returns Lightbox's own id. */
export async function recordPicture(
  { cache, blobs }: { readonly cache: Cache; readonly blobs: BlobStore }, bytes: Uint8Array, of: { readonly patientServerId?: string | undefined; readonly more?: Partial<Media>; readonly id?: string } = {},
): Promise<string> {
  const patient = (await cache.patientsToPull()).find(({ serverId }) => of.patientServerId === undefined || serverId === of.patientServerId);
  if (!patient) throw new Error('the patient was not pulled');
  const { id = randomUUID() } = of;
  const hash = createHash('sha1').update(bytes).digest('base64');
  const content = unwrap(await blobs.write(bytes));
  const media: Media = {
    resourceType: 'Media', status: 'completed', subject: { reference: `Patient/${patient.serverId}` }, identifier: [mediaIdentifier(id)],
    content: { contentType: 'image/jpeg', size: content.size, hash }, ...of.more,
  };
  unwrap(await cache.recordCapture({ id, patientId: patient.patientId, media, at: Date.now(), content, thumbnailSha256: null }));
  return id;
}
