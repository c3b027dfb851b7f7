import { createHash, randomUUID } from 'node:crypto';
import { compareIdentity } from '../../shared/dicom/description/patientIdentity.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { capturedMedia } from '../../shared/fhir/capturedMedia.ts';
import { largestIntakeBytes, type MethodInput } from '../../shared/ipc/contract.ts';
import type { DicomIntake } from '../../shared/ipc/dicomViews.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import type { BlobStore } from '../../shared/sync/ports.ts';
import type { Cache } from '../cache/cache.ts';
import type { Imaging } from '../imaging/imaging.ts';

/** What a DICOM file proposes, and where it contradicts the chart of the patient it is to be taken in for; null for every other kind. */
export async function inspectFile(
  { cache, imaging }: { readonly cache: Cache; readonly imaging: Imaging }, { patientId, bytes }: MethodInput<'capture.inspect'>,
): Promise<Result<DicomIntake | null>> {
  const chart = await cache.patientIdentity(patientId);
  if (chart === undefined) return fail('local.not-found', { detail: 'patient' });
  const inspected = await imaging.inspect(bytes);
  if (!inspected.ok || inspected.value === null) return inspected.ok ? succeed(null) : inspected;
  const { proposal, patient } = inspected.value;
  return succeed({ proposal, differences: [...compareIdentity(patient, chart)] });
}

/**
 * A file comes in: it is probed in the killable process, kept unchanged and encrypted under its SHA-256, and recorded together
 * with the intent to send it. The answer comes when all of it is on disk for good; a failure leaves nothing behind but, at
 * worst, an unreferenced blob.
 */
export async function takeIn(
  services: { readonly cache: Cache; readonly blobs: BlobStore; readonly imaging: Imaging; readonly now: () => number; readonly authorName: string },
  request: MethodInput<'capture.save'>,
): Promise<Result<MediaView>> {
  const { cache, blobs, imaging } = services;
  const { bytes } = request;
  if (bytes.byteLength > largestIntakeBytes) return fail('data.too-large', { detail: `${String(bytes.byteLength)} > ${String(largestIntakeBytes)} bytes` });
  const subject = await cache.patientReference(request.patientId);
  if (subject === undefined) return fail('local.not-found', { detail: 'patient' });

  const probed = await imaging.probe(bytes);
  if (!probed.ok) return probed;
  const { contentType, ...probe } = probed.value;
  const inspected = await inspectFile(services, request);
  if (!inspected.ok) return inspected;
  const differences = inspected.value?.differences ?? [];
  if (differences.length > 0 && request.keepIdentity !== true) return fail('data.other-patient', { detail: differences.map(({ what }) => what).join(', ') });
  // A recording that says nothing of itself is kept all the same.
  const recording = /^(?:video|audio)\//.test(contentType) ? await imaging.recording(bytes) : null;
  const described = recording?.ok === true ? recording.value : null;
  const thumbnail = await imaging.thumbnail(bytes);
  const thumbnailBlob = thumbnail.ok && thumbnail.value !== null ? await blobs.write(thumbnail.value) : null;
  if (thumbnailBlob && !thumbnailBlob.ok) return thumbnailBlob;
  const blob = await blobs.write(bytes);
  if (!blob.ok) return blob;

  const now = services.now();
  const mediaId = randomUUID();
  const saved = await cache.recordCapture({
    id: mediaId,
    patientId: request.patientId,
    media: capturedMedia({
      mediaId,
      subject,
      fromCamera: request.source === 'camera',
      authorName: services.authorName,
      metadata: request.metadata,
      identityDiffers: differences.map(({ what }) => what),
      content: {
        contentType,
        size: blob.value.size,
        hash: createHash('sha1').update(bytes).digest('base64'),
        width: probe.width ?? described?.width ?? null,
        height: probe.height ?? described?.height ?? null,
        frames: probe.frames,
        durationSeconds: described?.durationSeconds ?? null,
      },
      now: new Date(now).toISOString(),
    }),
    at: now,
    content: blob.value,
    thumbnailSha256: thumbnailBlob?.value.sha256 ?? null,
    probe,
  });
  return saved.ok ? succeed(saved.value) : saved;
}
