import { fail, type Result } from '../../shared/errors/result.ts';
import type { DecodedFrames, FrameRegion } from '../../shared/ipc/decodedFrames.ts';
import type { FrameSamples } from '../imaging/messages.ts';
import type { ViewedFile } from '../imaging/viewing/frameDecoder.ts';
import { collectBytes } from './collectBytes.ts';
import { contentOf } from './contentOf.ts';
import type { Session } from './session.ts';
import type { Workspace } from './workspace.ts';

/** What the frames of a Media, or of one of its pages, are that the main side decodes. Fails with `local.locked`, `local.not-found`, `local.blob-missing`, `local.blob-corrupt`, or like FrameDecoder. */
export async function describeFrames(session: Session, mediaId: string, page: number | null): Promise<Result<DecodedFrames>> {
  const found = await findFile(session, mediaId, page);
  return found.ok ? found.value.workspace.frameDecoder.describe(found.value.file) : found;
}

/** One of them, or a part of one. Fails like describeFrames, or with `local.cancelled`. */
export async function decodeFrame(session: Session, mediaId: string, page: number | null, frame: number, region: FrameRegion | null, signal: AbortSignal): Promise<Result<FrameSamples>> {
  const found = await findFile(session, mediaId, page);
  return found.ok ? found.value.workspace.frameDecoder.decode(found.value.file, frame, region, signal) : found;
}

async function findFile(session: Session, mediaId: string, page: number | null): Promise<Result<{ readonly workspace: Workspace; readonly file: ViewedFile }>> {
  const unlocked = session.workspace();
  if (!unlocked.ok) return unlocked;
  const workspace = unlocked.value;
  const rows = await workspace.cache.mediaRows(mediaId);
  if (!rows) return fail('local.not-found', { detail: 'media' });
  const place = contentOf(rows, page);
  if (place === null) return fail('local.blob-missing');
  const { sha256 } = place;
  const read = async (): Promise<Result<Uint8Array>> => {
    try {
      return { ok: true, value: await collectBytes(workspace.blobs.read(sha256)) };
    } catch {
      return fail('local.blob-corrupt');
    }
  };
  return { ok: true, value: { workspace, file: { key: sha256, read } } };
}
